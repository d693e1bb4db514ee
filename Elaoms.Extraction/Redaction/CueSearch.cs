namespace Elaoms.Extraction.Redaction;

/// <summary>Finds what is said of a number in its own text: the nearest words before it, or right after it.</summary>
internal sealed class CueSearch(CuedText text)
{
    private const int FarWords = 12;
    private const int NearWords = 5;
    private const int WordsAfter = 3;

    private readonly HashSet<Cue> _used = [];
    private NumberRun? _previous;

    /// <summary>What is said of a number; null when nothing is. Numbers are asked about in their order: most words go with one number only.</summary>
    public CueFound? Of(NumberRun run)
    {
        var before = Before(run);
        var isFar = before is null || text.Spoken.IsSentenceBetween(before.Value.Cue!.EndWord - 1, run.FirstWord);
        var found = isFar ? After(run) ?? before : before;
        if (found is { Cue: { } cue, Kind: not (CueKind.Card or CueKind.CardNumber) })
            _used.Add(cue);
        _previous = run;
        return found;
    }

    /// <summary>Whether a word joins what names a number to it.</summary>
    public bool IsLinked(int first, int end)
    {
        for (var word = first; word < end; word++)
        {
            if (text.Words.Links.Has(text.Spoken, word))
                return true;
        }

        return first == end;
    }

    private CueFound? Before(NumberRun run)
    {
        CueFound? card = null;
        for (var i = text.CuesBefore(run.FirstWord) - 1; i >= 0; i--)
        {
            var cue = text.Cues[i];
            var distance = run.FirstWord - cue.EndWord;
            if (distance > FarWords)
                break;
            if (card is { Cue: { } found } && (!CuedText.IsOfCard(cue) || text.Spoken.IsSentenceBetween(cue.EndWord - 1, found.FirstWord)))
                break;
            if (_used.Contains(cue) && !IsRightAfterPrevious(run))
                continue;
            var isLinked = IsLinked(cue.EndWord, run.FirstWord) && !(cue.Kind == CueKind.Other && text.Spoken.Gap(run.FirstWord).Contains(','));
            if (!GoesWith(cue, distance, isLinked, run))
                continue;
            if (cue.Kind != CueKind.Card)
                return new CueFound(cue.Kind, isLinked, cue.NamesNumber, cue);
            card ??= new CueFound(cue.Kind, isLinked, cue.NamesNumber, cue);
        }

        return card;
    }

    private bool HasDigit(int first, int end)
    {
        while (first < end && text.Spoken.Words[first].Digits == 0)
            first++;
        return first < end;
    }

    private bool IsRightAfterPrevious(NumberRun run)
        => _previous is { } previous && run.Digits < 13 && run.FirstWord - previous.EndWord <= 2 && !text.Spoken.IsSentenceBetween(previous.EndWord - 1, run.FirstWord);

    private bool GoesWith(Cue cue, int distance, bool isLinked, NumberRun run) => cue.Kind switch
    {
        CueKind.Phone or CueKind.Other or CueKind.Measure or CueKind.LastDigits => distance <= NearWords && !text.Spoken.IsSentenceBetween(cue.EndWord - 1, run.FirstWord),
        CueKind.Pin or CueKind.Code or CueKind.Password => isLinked,
        CueKind.Reading => isLinked && distance <= NearWords + 1,
        _ => true,
    };

    // "4821 is my PIN".
    private CueFound? After(NumberRun run)
    {
        var link = text.Words.Links.End(text.Spoken, run.EndWord);
        if (link == run.EndWord)
            return null;
        var next = text.CuesBefore(link);
        return next < text.Cues.Count
            && text.Cues[next] is var cue
            && cue.FirstWord - link <= WordsAfter
            && !text.Spoken.IsSentenceBetween(run.EndWord - 1, cue.FirstWord)
            && !HasDigit(link, cue.FirstWord)
            ? new CueFound(cue.Kind, IsLinked: true, cue.NamesNumber, cue)
            : null;
    }
}
