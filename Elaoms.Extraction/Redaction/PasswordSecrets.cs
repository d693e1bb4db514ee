using System.Buffers;

namespace Elaoms.Extraction.Redaction;

/// <summary>Finds passwords in words: after "my password is", before "is my password", and in the answer to an agent who asks for one.</summary>
internal sealed class PasswordSecrets
{
    private const int MaxWordsBetween = 8;
    private const int MaxFillers = 3;

    private static readonly SearchValues<char> Marks = SearchValues.Create(".,;:!?");

    private readonly CuedText _text;
    private readonly SpokenText _spoken;
    private readonly List<(int FirstWord, int EndWord)> _found = [];

    private PasswordSecrets(CuedText text) => (_text, _spoken) = (text, text.Spoken);

    /// <summary>The passwords of a text, as their first word and the word after their last.</summary>
    /// <param name="text">The text.</param>
    /// <param name="asked">How passwords are said in the languages in which one was just asked for.</param>
    public static IReadOnlyList<(int FirstWord, int EndWord)> Find(CuedText text, IReadOnlyList<PasswordGrammar> asked)
    {
        var secrets = new PasswordSecrets(text);
        foreach (var cue in text.Cues.Where(cue => cue.Kind == CueKind.Password))
        {
            if (!cue.Grammars.Any(grammar => secrets.AddAfter(cue, grammar)) && !secrets.AddNextTo(cue))
                secrets.AddBefore(cue);
        }

        if (secrets._found.Count == 0)
            _ = asked.Any(secrets.AddAnswer);
        return secrets._found;
    }

    /// <summary>How passwords are said in the languages in which a text asks for one; none when it doesn't.</summary>
    public static IReadOnlyList<PasswordGrammar> Asked(CuedText text)
    {
        if (text.LastCue is not { Kind: CueKind.Password } cue)
            return [];
        return [.. cue.Grammars.Where(grammar => Any(text.Spoken, grammar.Asking) && !Any(text.Spoken, grammar.NotAsking))];
    }

    private static bool Any(SpokenText text, PhraseBook<bool> book) => Enumerable.Range(0, text.Words.Count).Any(word => book.Has(text, word));

    // "My password for the portal is …"
    private bool AddAfter(Cue cue, PasswordGrammar grammar)
    {
        for (var word = cue.EndWord; word < _spoken.Words.Count && word - cue.EndWord <= MaxWordsBetween; word++)
        {
            var isApart = _spoken.IsSentenceBetween(cue.EndWord - 1, word);
            var link = (isApart ? grammar.AnswerLinks : grammar.Links).End(_spoken, word);
            if (link > word)
                return Add(link, grammar);
            if (isApart || grammar.Conjunctions.Has(_spoken, word) || IsOfNextSecret(word))
                return false;
        }

        return false;
    }

    private bool IsOfNextSecret(int word)
    {
        var next = _text.CuesBefore(word);
        return next < _text.Cues.Count && _text.Cues[next] is { Kind: CueKind.Pin or CueKind.Password } cue && cue.FirstWord == word;
    }

    // "password bluebird77", "password: bluebird77", "changed the password to bluebird77"; only what has a digit, as passwords do and words don't.
    private bool AddNextTo(Cue cue)
    {
        var word = cue.EndWord;
        word = Math.Max(word, _text.Words.Links.End(_spoken, word));
        if (word >= _spoken.Words.Count || _spoken.Words[word].IsMask || _spoken.IsSentenceBetween(word - 1, word))
            return false;
        var isQuoted = _spoken.Gap(word) is [.., '"' or '“' or '„' or '«' or '\''];
        var isNamed = _spoken.Gap(word).Contains(':');
        var last = _spoken.EndOfChunk(word);
        if (!isQuoted && !isNamed && !(_spoken.HasDigitInChunk(word) && Enumerable.Range(word, last - word + 1).Any(one => !_spoken.Words[one].IsNumeral)))
            return false;
        _found.Add((word, last + 1));
        return true;
    }

    // "bluebird77 is my password"
    private void AddBefore(Cue cue)
    {
        for (var word = cue.FirstWord - 1; word > 0 && word >= cue.FirstWord - 3; word--)
        {
            if (!_text.Words.Links.Has(_spoken, word))
                continue;
            var first = word - 1;
            while (first > 0 && _spoken.EndOfChunk(first - 1) >= word - 1)
                first--;
            if (_spoken.HasDigitInChunk(first))
                _found.Add((first, word));
            return;
        }
    }

    private bool AddAnswer(PasswordGrammar grammar)
    {
        var isAdded = false;
        var isRefused = false;
        for (var word = 0; word < _spoken.Words.Count; word++)
        {
            var link = grammar.AnswerLinks.End(_spoken, word);
            isRefused |= grammar.Refusals.Has(_spoken, word) && link == word;
            if (link > word && !grammar.Refusals.Has(_spoken, word) && Add(link, grammar))
            {
                isAdded = true;
                word = _found[^1].EndWord - 1;
            }
            else if (_spoken.Words[word].IsMixed)
            {
                _found.Add((word, _spoken.EndOfChunk(word) + 1));
                word = _found[^1].EndWord - 1;
                isAdded = true;
            }
        }

        if (isAdded)
            return true;
        var start = 0;
        while (start < _spoken.Words.Count && grammar.Openers.Match(_spoken, start, out var end, out _))
            start = end;
        return start < _spoken.Words.Count && !isRefused && !IsSaidToStay(start) && Add(start, grammar);
    }

    private bool IsSaidToStay(int word) => _text.Cues.Any(cue => cue.FirstWord <= word && cue.Kind is CueKind.Phone or CueKind.Other or CueKind.Measure);

    private bool Add(int word, PasswordGrammar grammar)
    {
        // "My password is, um, …"
        for (var i = 0; i < MaxFillers && word < _spoken.Words.Count && !IsNoValue(word, grammar); i++)
            word = _text.Words.NumberFillers.End(_spoken, word);
        var end = End(word, grammar);
        if (end == word)
            return false;
        _found.Add((word, end));
        return true;
    }

    // Where a password that begins with a word ends: a word or a few, then digits, letters and signs as long as they are spelled.
    private int End(int first, PasswordGrammar grammar)
    {
        const int MaxWords = 5;
        const int MaxParts = 60;
        if (first >= _spoken.Words.Count || _spoken.Words[first].IsMask || (IsNoValue(first, grammar) && !_spoken.HasDigitInChunk(first)))
            return first;
        if (NumberReader.Read(_spoken, first, out var counted, _text.Words) is not null && _text.Words.Quantities.Has(_spoken, counted))
            return first;

        var isSpelled = false;
        var words = 0;
        var word = first;
        for (var part = 0; part < MaxParts && word < _spoken.Words.Count; part++)
        {
            var isApart = word > first && _spoken.Gap(word).ContainsAny(Marks);
            var isNumber = NumberReader.Read(_spoken, word, out var end, _text.Words) is not null;
            var isLetter = _spoken.Words[word].IsLetter && _spoken.EndOfChunk(word) == word && (!isApart || isSpelled);
            if (isNumber || (isLetter && (isSpelled || word == first || IsSpelledOn(word, grammar))))
            {
                end = isNumber ? end : word + 1;
            }
            else if (grammar.Spelling.Match(_spoken, word, out end, out _) && (!isApart || isSpelled || end < _spoken.Words.Count))
            {
                isSpelled = true;
                word = end;
                continue;
            }
            else if (isSpelled && grammar.SpellingWith.Match(_spoken, word, out end, out _))
            {
                word = Math.Min(end + 1, _spoken.Words.Count);
                continue;
            }
            else if (word > first && (isApart || isSpelled || words >= MaxWords || grammar.Stops.Has(_spoken, word)))
            {
                break;
            }
            else
            {
                words += _spoken.HasDigitInChunk(word) ? MaxWords : 1;
                word = _spoken.EndOfChunk(word) + 1;
                continue;
            }

            isSpelled |= word == first || isLetter;
            word = end;
        }

        return word;
    }

    private bool IsNoValue(int word, PasswordGrammar grammar)
    {
        if (grammar.NoValue.Has(_spoken, word))
            return true;
        var end = grammar.NoValueAlone.End(_spoken, word);
        return end > word
            && (end == _spoken.Words.Count || _spoken.Gap(end).ContainsAny(Marks) || grammar.Stops.Has(_spoken, end) || grammar.Conjunctions.Has(_spoken, end) || IsNoValue(end, grammar));
    }

    private bool IsSpelledOn(int word, PasswordGrammar grammar)
        => word + 1 < _spoken.Words.Count
            && (_spoken.Words[word + 1].IsLetter || _spoken.Words[word + 1].IsNumeral || grammar.Spelling.Has(_spoken, word + 1) || grammar.SpellingWith.Has(_spoken, word + 1));
}
