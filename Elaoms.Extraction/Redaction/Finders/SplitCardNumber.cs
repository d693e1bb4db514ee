using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction.Finders;

/// <summary>Puts together what a caller says turn by turn, a few digits each, until it is the number of a card.</summary>
internal sealed class SplitCardNumber
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
    /// <param name="context">What it stands in.</param>
    /// <returns>The pieces of a card's number that is now whole.</returns>
    public IReadOnlyList<(int Turn, NumberRun Run)> Add(int turn, AnalyzedText text, CallContext context)
    {
        var isMostlyNumber = text.OtherWords <= MaxOtherWords;
        // A new question is answered with another number.
        if (context.Asked is { IsJustAsked: true } && IsAskedForOther(context.Asked))
            _pieces.Clear();
        if (text.Runs is not [{ IsDate: false, HasPlus: false, IsDigits: true } run] || IsSaidToStay(text, context.Asked)
            || (run.Digits == 1 && text.OtherWords > 0))
        {
            if (!isMostlyNumber || text.Runs.Count > 0)
                _pieces.Clear();
            return [];
        }

        // Where nobody speaks of a card, small numbers of several turns are those of other things, but for the last of a card's.
        var isOther = !context.IsAboutCard && run.Digits < MinUnasked && _pieces.Sum(piece => piece.Run.Digits) < MinBeforeLast;
        if (!isMostlyNumber || isOther)
            _pieces.Clear();
        if (isOther || (!isMostlyNumber && run.EndToken < text.Tokens.Count))
            return [];
        _pieces.Add((turn, run));
        return Longest(context.IsAboutCard && !IsAskedForOther(context.Asked));
    }

    // The last digits of a card's number may pass for a shorter one.
    private List<(int Turn, NumberRun Run)> Longest(bool isAboutCard)
    {
        List<(int, NumberRun)> longest = [];
        var digits = "";
        for (var first = _pieces.Count - 1; first >= 0; first--)
        {
            digits = _pieces[first].Run.Text + digits;
            if (digits.Length > MaxDigits)
            {
                _pieces.RemoveRange(0, first + 1);
                break;
            }

            if (first < _pieces.Count - 1 && (CheckDigits.IsCardOfBank(digits) || (isAboutCard && digits.Length >= MinMisheard)))
                longest = _pieces[first..];
        }

        return longest;
    }

    private static bool IsAskedForOther(AskedSecrets? asked)
    {
        foreach (var item in asked?.Items ?? [])
        {
            if (item.Kind == SecretCueKind.Unknown)
                return true;
        }

        return false;
    }

    private static bool IsSaidToStay(AnalyzedText text, AskedSecrets? asked)
    {
        foreach (var item in asked?.Items ?? [])
        {
            if (item.Kind is SecretCueKind.Phone or SecretCueKind.OtherNumber or SecretCueKind.Measure or SecretCueKind.Amount)
                return true;
        }

        foreach (var cue in text.Cues)
        {
            if (cue.Kind.IsOrdinaryNumber())
                return true;
        }

        return false;
    }
}
