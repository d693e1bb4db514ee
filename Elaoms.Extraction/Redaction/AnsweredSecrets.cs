using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <summary>Finds the secret in words in the answer to a question for it, also when other things were asked for with it.</summary>
internal sealed class AnsweredSecrets
{
    private const int MaxWords = 4;
    private const int MaxLateWords = 4;
    private const int FarWords = 12;
    private const int ShortWord = 4;

    private readonly AnalyzedText _text;
    private readonly TokenizedText _tokens;
    private readonly AskedSecrets _asked;
    private readonly AskedSecret _item;
    private readonly int _index;
    private readonly SecretPhrase _phrase;
    private readonly List<(int First, int End, bool HasDigit, bool IsLinked)> _candidates = [];

    private AnsweredSecrets(AnalyzedText text, AskedSecrets asked, int index)
    {
        (_text, _tokens, _asked, _index, _item) = (text, text.Tokens, asked, index, asked.Items[index]);
        _phrase = new SecretPhrase(_tokens, _item.Languages);
    }

    /// <summary>Adds the secrets of an answer.</summary>
    public static void Add(AnalyzedText text, AskedSecrets asked, List<SecretWords> found)
    {
        for (var index = 0; index < asked.Items.Count; index++)
        {
            var item = asked.Items[index];
            if (item.IsAnswered || !item.Kind.IsFreeText() || item.Kind == SecretCueKind.SeedPhrase)
                continue;
            new AnsweredSecrets(text, asked, index).Add(found);
        }
    }

    private void Add(List<SecretWords> found)
    {
        // Later, the secret comes alone or with words that lead to it.
        if (!_asked.IsJustAsked && (_tokens.Count > MaxLateWords || _tokens.HasMark))
            return;
        ReadCandidates();
        var withDigits = _candidates.FindAll(one => one.HasDigit);
        if (withDigits.Count > 0)
        {
            foreach (var (first, end, _, isLinked) in withDigits)
                found.Add(new SecretWords(_item.Kind, isLinked ? first : WithoutOtherAnswers(first, end), end));
        }
        else if (Chosen() is { } chosen)
        {
            found.Add(new SecretWords(_item.Kind, chosen.First, chosen.End));
        }
    }

    // "Harini and sunflower" to "your name and your password?": in the order of the question.
    private (int First, int End)? Chosen()
    {
        var linked = _candidates.FindIndex(one => one.IsLinked);
        if (linked >= 0)
            return (_candidates[linked].First, _candidates[linked].End);
        if (_candidates.Count == 0 || !_asked.IsJustAsked)
            return null;
        var wanted = _asked.Items.Count;
        if (wanted > 1 && _candidates.Count < wanted && _index > 0)
            return null;
        var at = wanted == 1 ? 0 : Math.Min(_index, _candidates.Count - 1);
        return (_candidates[at].First, _candidates[at].End);
    }

    private void ReadCandidates()
    {
        var isRefused = false;
        for (var token = 0; token < _tokens.Count;)
        {
            if (token > 0 && !BeginsPart(token))
            {
                token++;
                continue;
            }

            token = ReadPart(token, ref isRefused);
        }
    }

    private bool BeginsPart(int token)
        => _tokens.IsSentenceBetween(token - 1, token)
            || Has(VocabularySection.Conjunctions, token - 1)
            || Has(VocabularySection.AnswerLinks, token)
            || (_asked.Items.Count > 1 && _tokens.Gap(token).Contains(','));

    // One part of the answer; returns the word to go on with.
    private int ReadPart(int token, ref bool isRefused)
    {
        var isLinked = false;
        var start = token;
        while (start < _tokens.Count && (start == token || !_tokens.IsSentenceBetween(start - 1, start)))
        {
            var link = _tokens.End(VocabularySection.AnswerLinks, start, _item.Languages);
            var opener = _tokens.End(VocabularySection.AnswerOpeners, start, _item.Languages);
            var filler = _tokens.End(VocabularySection.NumberFillers, start);
            var refusal = _tokens.End(VocabularySection.Refusals, start, _item.Languages);
            var next = Math.Max(Math.Max(link, opener), filler);
            if (refusal >= next && refusal > start)
            {
                // "No, it's …" goes on with an answer, "no, I don't" doesn't.
                isRefused = true;
                return Math.Max(refusal, start + 1);
            }

            if (next == start)
                break;
            isLinked |= link > start;
            start = next;
        }

        if (start >= _tokens.Count || (start > token && _tokens.IsSentenceBetween(start - 1, start)))
            return Math.Max(start, token + 1);
        if (IsOfOther(start) || !_phrase.Read(start, out var first, out var end))
            return start + 1;
        end = WithoutSpokenTail(first, end);
        var hasDigit = HasDigit(first, end);
        if (hasDigit || isLinked || (!isRefused && IsPlausible(first, end)))
            _candidates.Add((first, end, hasDigit, isLinked && !IsFunctionWord(first)));
        return Math.Max(end, start + 1);
    }

    // What is said to be something else: "call me on …", "my name is …".
    private bool IsOfOther(int token)
    {
        var before = _text.CuesBefore(token + 1);
        for (var cue = before - 1; cue >= 0 && token - _text.Cues[cue].EndToken <= FarWords; cue--)
        {
            var one = _text.Cues[cue];
            if (_tokens.IsSentenceBetween(one.FirstToken, token) || !one.Kind.IsOrdinary())
                return false;
            var isParted = false;
            for (var at = one.EndToken; at < token; at++)
                isParted |= Has(VocabularySection.Conjunctions, at);
            // Later than in the answer itself, a turn that speaks of something else is about that.
            if (!isParted || !_asked.IsJustAsked)
                return true;
        }

        return before < _text.Cues.Count && _text.Cues[before].FirstToken - token <= 1 && _text.Cues[before].Kind.IsOrdinary()
            && !_tokens.IsSentenceBetween(token, _text.Cues[before].FirstToken);
    }

    private int WithoutSpokenTail(int first, int end)
    {
        while (end > first + 1 && _tokens.Has(VocabularySection.NumberFillers, end - 1)
            && NumberReader.Read(_tokens, end - 1, out _) is null)
            end--;
        return end;
    }

    private bool HasDigit(int first, int end)
    {
        for (var token = first; token < end; token++)
        {
            if (_tokens[token].Digits > 0 || NumberReader.Read(_tokens, token, out _) is not null)
                return true;
        }

        return false;
    }

    private bool IsPlausible(int first, int end)
    {
        if (end - first > MaxWords)
            return false;
        for (var token = first; token < end; token++)
        {
            if (IsFunctionWord(token))
                return false;
        }

        return true;
    }

    private bool IsFunctionWord(int token)
        => Has(VocabularySection.ValueStops, token) || Has(VocabularySection.Refusals, token) || Has(VocabularySection.Questions, token)
            || Has(VocabularySection.NoValue, token) || _tokens.Has(VocabularySection.Cues, token)
            || _tokens.Has(VocabularySection.Quantities, token);

    // "James acdf 8225" to name and password: of the words before the number those that are written like no name belong to it.
    private int WithoutOtherAnswers(int first, int end)
    {
        var isApart = first > 0 && (Has(VocabularySection.Conjunctions, first - 1) || _tokens.Gap(first).Contains(','));
        if (_asked.Items.Count == 1 || _index == 0 || isApart)
            return first;
        var number = first;
        while (number < end && _tokens[number].Digits == 0 && NumberReader.Read(_tokens, number, out _) is null)
            number++;
        if (number == end || (number == first && first > 0))
            return first;
        var start = number;
        var isCased = !_tokens.IsInCapitals && HasCapital(first, number);
        while (start > first && IsOfSecret(start - 1, isCased, number - first))
        {
            start--;
            if (!isCased)
                break;
        }

        return start;
    }

    private bool IsOfSecret(int token, bool isCased, int words)
        => _tokens[token].WordId == 0
            && (isCased
                ? !char.IsUpper(_tokens.Text[_tokens[token].Start])
                : words > 2 || (words == 2 && _tokens[token].Length <= ShortWord));

    private bool HasCapital(int first, int end)
    {
        for (var token = first; token < end; token++)
        {
            if (char.IsUpper(_tokens.Text[_tokens[token].Start]))
                return true;
        }

        return false;
    }

    private bool Has(VocabularySection section, int token) => _tokens.Has(section, token, _item.Languages);
}
