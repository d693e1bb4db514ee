using System.Runtime.InteropServices;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <summary>Finds what is said of a number in its own text: the nearest words before it, or right after it.</summary>
internal sealed class NumberCueSearch(AnalyzedText text)
{
    private const int FarWords = 12;
    private const int NearWords = 5;
    private const int WordsAfter = 3;

    private readonly TokenizedText _tokens = text.Tokens;
    private readonly HashSet<int> _used = [];
    private NumberRun? _previous;

    /// <summary>What is said of a number; null when nothing is. Numbers are asked about in their order: most words go with one number
    /// only.</summary>
    public NumberCue? Of(NumberRun run)
    {
        var before = Before(run);
        var isFar = before is null || _tokens.IsSentenceBetween(before.Value.Cue!.Value.EndToken - 1, run.FirstToken);
        var found = isFar ? After(run) ?? before : before;
        if (found is { Cue: { } cue, Kind: not (SecretCueKind.Card or SecretCueKind.CardNumber) })
            _used.Add(cue.FirstToken);
        _previous = run;
        return found;
    }

    private bool IsLinked(int first, int end)
    {
        for (var token = first; token < end; token++)
        {
            if (_tokens.Has(VocabularySection.Is, token) || _tokens.Has(VocabularySection.Links, token))
                return true;
        }

        return first == end;
    }

    private NumberCue? Before(NumberRun run)
    {
        NumberCue? card = null;
        for (var i = text.CuesBefore(run.FirstToken) - 1; i >= 0; i--)
        {
            var cue = text.Cues[i];
            var distance = run.FirstToken - cue.EndToken;
            if (distance > FarWords)
                break;
            if (card is { Cue: { } found } && (!cue.Kind.IsOfCard() || _tokens.IsSentenceBetween(cue.EndToken - 1, found.FirstToken)))
                break;
            if (cue.Kind == SecretCueKind.Name || HasMark(cue, run) || (_used.Contains(cue.FirstToken) && !IsRightAfterPrevious(run)))
                continue;
            var isLinked = IsLinked(cue.EndToken, run.FirstToken)
                && !(cue.Kind == SecretCueKind.OtherNumber && _tokens.Gap(run.FirstToken).Contains(','));
            if (!GoesWith(cue, distance, isLinked, run))
                continue;
            var said = new NumberCue(cue.Kind, isLinked, cue.NamesNumber(_tokens), cue);
            if (cue.Kind != SecretCueKind.Card)
                return said;
            card ??= said;
        }

        return card;
    }

    // A mark in between is the number that was said of it.
    private bool HasMark(SecretCue cue, NumberRun run)
    {
        for (var token = cue.EndToken; token < run.FirstToken && !cue.Kind.IsAboutCard(); token++)
        {
            if (_tokens[token].IsMark)
                return true;
        }

        return false;
    }

    private bool HasDigit(int first, int end)
    {
        while (first < end && _tokens[first].Digits == 0)
            first++;
        return first < end;
    }

    private bool IsRightAfterPrevious(NumberRun run)
        => _previous is { } previous
            && run.Digits < 13
            && run.FirstToken - previous.EndToken <= 2
            && AreFillers(previous.EndToken, run.FirstToken)
            && !_tokens.IsSentenceBetween(previous.EndToken - 1, run.FirstToken);

    private bool AreFillers(int first, int end)
    {
        while (first < end && (_tokens.Has(VocabularySection.NumberFillers, first) || _tokens.Has(VocabularySection.Links, first)))
            first++;
        return first == end;
    }

    private bool GoesWith(SecretCue cue, int distance, bool isLinked, NumberRun run) => cue.Kind switch
    {
        SecretCueKind.Amount => distance <= 1,
        SecretCueKind.Phone or SecretCueKind.OtherNumber or SecretCueKind.Measure or SecretCueKind.LastDigits
            => distance <= NearWords && !_tokens.IsSentenceBetween(cue.EndToken - 1, run.FirstToken),
        SecretCueKind.Pin or SecretCueKind.Code => isLinked,
        SecretCueKind.Password or SecretCueKind.SecurityAnswer or SecretCueKind.ApiKey
            => isLinked && distance <= NearWords && !_tokens.IsSentenceBetween(cue.EndToken - 1, run.FirstToken),
        SecretCueKind.BodyReading => isLinked && distance <= NearWords + 1,
        SecretCueKind.SeedPhrase => false,
        // "I lost my passport. …" speaks of what has a number.
        _ when cue.Kind.IsIdentifier() && !isLinked && !cue.NamesNumber(_tokens)
            => distance <= NearWords && !_tokens.IsSentenceBetween(cue.EndToken - 1, run.FirstToken),
        _ => true,
    };

    // "4821 is my PIN".
    private NumberCue? After(NumberRun run)
    {
        var link = _tokens.End(VocabularySection.Is, run.EndToken);
        if (link == run.EndToken)
            link = _tokens.End(VocabularySection.Links, run.EndToken);
        // "2365 ssn number": what stands right behind, at the end of what is said.
        var next = text.CuesBefore(link);
        if (next >= text.Cues.Count)
            return null;
        var cue = text.Cues[next];
        var isRightAfter = link == run.EndToken && cue.FirstToken == link && cue.Kind.IsIdentifier() && !HasNumberAfter(cue);
        return (link > run.EndToken || isRightAfter)
            && cue.Kind is not (SecretCueKind.Name or SecretCueKind.Amount)
            && cue.FirstToken - link <= WordsAfter
            && !_tokens.IsSentenceBetween(run.EndToken - 1, cue.FirstToken)
            && !HasDigit(link, cue.FirstToken)
            ? new NumberCue(cue.Kind, IsLinked: true, cue.NamesNumber(_tokens), cue)
            : null;
    }

    // "12 ssn 6010": the number behind the words is theirs.
    private bool HasNumberAfter(SecretCue cue)
        => cue.EndToken < _tokens.Count && NumberReader.Read(_tokens, cue.EndToken, out _) is not null;
}

/// <summary>What is said of a number.</summary>
/// <param name="Kind">What it is said to be.</param>
/// <param name="IsLinked">Whether it is said directly: right before it, with "is" between, or in a short answer.</param>
/// <param name="NamesNumber">Whether a number was named, not merely what has one.</param>
/// <param name="Cue">The words that say so; null when it was asked for before.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NumberCue(SecretCueKind Kind, bool IsLinked, bool NamesNumber, SecretCue? Cue)
{
    /// <summary>Whether it is said to be something that stays.</summary>
    public bool Stays(int digits) => Kind switch
    {
        SecretCueKind.Phone => digits <= 15,
        SecretCueKind.LastDigits => digits <= 4,
        SecretCueKind.Measure or SecretCueKind.Amount => digits < 13,
        // "My order, 4111 1111 …" and "a card for the order?" may go on with a card; "the order number" and "the order is" don't.
        SecretCueKind.OtherNumber => digits < 13 || NamesNumber || IsLinked,
        _ => false,
    };
}
