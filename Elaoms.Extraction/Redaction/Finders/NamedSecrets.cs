using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction.Finders;

/// <summary>Finds secrets in words next to what names them: "my password is …", "… is my password", "password: …".</summary>
internal sealed class NamedSecrets(AnalyzedText text)
{
    private const int MaxWordsBetween = 8;
    private const int MinKeyLength = 12;
    private const int MaxUnlinkedWords = 2;

    private readonly TokenizedText _tokens = text.Tokens;

    /// <summary>Adds those of the text.</summary>
    /// <param name="isAsked">Whether such a secret was asked for right before.</param>
    /// <param name="found">Where to add.</param>
    public void Add(bool isAsked, List<SecretWords> found)
    {
        foreach (var cue in text.Cues)
        {
            if (!cue.Kind.IsFreeText() || cue.Kind == SecretCueKind.SeedPhrase)
                continue;
            var at = After(cue) ?? NextTo(cue) ?? Unlinked(cue, isAsked) ?? Before(cue);
            if (at is { } words && IsPlausible(cue.Kind, words.First, words.End))
                found.Add(new SecretWords(cue.Kind, words.First, words.End));
        }
    }

    // Keys are long or have digits; words in their place are said of them.
    private bool IsPlausible(SecretCueKind kind, int first, int end)
        => kind != SecretCueKind.ApiKey || _tokens[end - 1].End - _tokens[first].Start >= MinKeyLength
            || (_tokens.HasDigitInChunk(first) && end - first > 1);

    // "My password for the portal is …"
    private (int First, int End)? After(SecretCue cue)
    {
        for (var token = cue.EndToken; token < _tokens.Count && token - cue.EndToken <= MaxWordsBetween; token++)
        {
            var isApart = _tokens.IsSentenceBetween(cue.EndToken - 1, token);
            var section = isApart ? VocabularySection.AnswerLinks : VocabularySection.Is;
            var link = _tokens.End(section, token, cue.Languages);
            if (link > token)
                return new SecretPhrase(_tokens, cue.Languages).Read(link, out var first, out var end) ? (first, end) : null;
            if (isApart || _tokens.Has(VocabularySection.Conjunctions, token, cue.Languages) || IsOfNextSecret(token))
                return null;
        }

        return null;
    }

    private bool IsOfNextSecret(int token)
    {
        var next = text.CuesBefore(token);
        return next < text.Cues.Count && text.Cues[next] is { Kind: SecretCueKind.Pin or SecretCueKind.Password } cue
            && cue.FirstToken == token;
    }

    // "password bluebird77", "password: bluebird77", "changed the password to bluebird77"; without a sign only what has a digit.
    private (int First, int End)? NextTo(SecretCue cue)
    {
        var token = Math.Max(_tokens.End(VocabularySection.Links, cue.EndToken), _tokens.End(VocabularySection.Is, cue.EndToken));
        if (token >= _tokens.Count || _tokens[token].IsMark || _tokens.IsSentenceBetween(cue.EndToken - 1, token))
            return null;
        var isQuoted = _tokens.Gap(token) is [.., '"' or '“' or '„' or '«' or '\''];
        var isNamed = _tokens.Gap(token).Contains(':');
        var last = _tokens.EndOfChunk(token);
        return isQuoted || isNamed || (_tokens.HasDigitInChunk(token) && !AreNumerals(token, last)) ? (token, last + 1) : null;
    }

    private bool AreNumerals(int first, int last)
    {
        while (first <= last && _tokens[first].IsNumeral)
            first++;
        return first > last;
    }

    // "password raja 123"; when it was asked for, "password sunflower" too.
    private (int First, int End)? Unlinked(SecretCue cue, bool isAsked)
    {
        var first = cue.EndToken;
        var token = first;
        var hasNumber = false;
        while (token < _tokens.Count && !hasNumber && token - first <= MaxUnlinkedWords)
        {
            if (_tokens[token].IsMark || _tokens.Gap(token).ContainsAny('.', ',') || _tokens.IsSentenceBetween(cue.EndToken - 1, token))
                break;
            hasNumber = NumberReader.Read(_tokens, token, out var end) is not null || _tokens[token].IsMixed;
            if (!hasNumber && (_tokens[token].WordId > 0 || text.CuesBefore(token + 1) > text.CuesBefore(token)))
                break;
            token = Math.Max(end, token + 1);
        }

        var isValue = token > first
            && (hasNumber ? token - first > 1 && !_tokens.Has(VocabularySection.Quantities, token) : isAsked && token - first is 1 or 2);
        return isValue && new SecretPhrase(_tokens, cue.Languages).Read(first, out first, out var last) ? (first, last) : null;
    }

    // "bluebird77 is my password"
    private (int First, int End)? Before(SecretCue cue)
    {
        for (var token = cue.FirstToken - 1; token > 0 && token >= cue.FirstToken - 3; token--)
        {
            if (!_tokens.Has(VocabularySection.Is, token))
                continue;
            var first = token - 1;
            while (first > 0 && !_tokens.Gap(first).ContainsAny(' ', '\n'))
                first--;
            return _tokens.HasDigitInChunk(first) && !_tokens[first].IsMark ? (first, token) : null;
        }

        return null;
    }
}
