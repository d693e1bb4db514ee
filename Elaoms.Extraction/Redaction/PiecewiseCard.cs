namespace Elaoms.Extraction.Redaction;

/// <summary>Puts together what a caller says turn by turn, a few digits each, until it is the number of a card.</summary>
internal sealed class PiecewiseCard
{
    private const int MaxOtherWords = 6;
    private const int MaxDigits = 19;
    private const int MinMisheard = 12;
    private const int MinUnasked = 3;
    private const int MinBeforeLast = 10;

    private readonly List<(int Turn, NumberRun Run)> _pieces = [];

    /// <summary>Takes a turn of the caller.</summary>
    /// <param name="turn">Which one it is.</param>
    /// <param name="text">Its text.</param>
    /// <param name="topic">What was asked for before it.</param>
    /// <param name="isAboutCard">Whether a card was spoken of.</param>
    /// <returns>The pieces of a card's number that is now whole.</returns>
    public IReadOnlyList<(int Turn, NumberRun Run)> With(int turn, CuedText text, Topic? topic, bool isAboutCard)
    {
        var isMostlyNumber = text.OtherWords() <= MaxOtherWords;
        if (text.Runs is not [{ IsDate: false, HasPlus: false, IsDigits: true } run] || IsSaidToStay(text, topic))
        {
            if (!isMostlyNumber || text.Runs.Count > 0)
                _pieces.Clear();
            return [];
        }

        // Where nobody speaks of a card, small numbers of several turns are those of other things, but for the last of a card's.
        var isOther = !isAboutCard && run.Digits < MinUnasked && _pieces.Sum(piece => piece.Run.Digits) < MinBeforeLast;
        if (!isMostlyNumber || isOther)
            _pieces.Clear();
        if (isOther)
            return [];
        if (!isMostlyNumber && run.EndWord < text.Spoken.Words.Count)
            return [];
        _pieces.Add((turn, run));
        // The last digits of a card's number may pass for a shorter one.
        List<(int, NumberRun)> longest = [];
        for (var first = _pieces.Count - 1; first >= 0; first--)
        {
            var pieces = _pieces[first..];
            var digits = string.Concat(pieces.Select(piece => piece.Run.Text));
            if (digits.Length > MaxDigits)
            {
                _pieces.RemoveRange(0, first + 1);
                break;
            }

            if (pieces.Count > 1 && (CheckDigits.IsCardOfBank(digits) || (isAboutCard && digits.Length >= MinMisheard)))
                longest = pieces;
        }

        return longest;
    }

    private static bool IsSaidToStay(CuedText text, Topic? topic)
        => topic is { Kind: CueKind.Phone or CueKind.Other or CueKind.Measure }
            || text.Cues.Any(cue => cue.Kind is CueKind.Phone or CueKind.Other or CueKind.Measure or CueKind.LastDigits);
}
