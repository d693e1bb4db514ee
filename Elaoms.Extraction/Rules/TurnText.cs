using System.Text.RegularExpressions;

namespace Elaoms.Extraction.Rules;

/// <summary>Prepares what was said for the rules: plain apostrophes, no fillers, no quoted words; and cuts it into sentences.</summary>
internal static partial class TurnText
{
    private const int MaxLength = 4000;
    private const int MaxSentenceLength = 600;

    /// <summary>The text that rules read.</summary>
    public static string Clean(string text, Language language)
    {
        text = text.Length > MaxLength ? text[..MaxLength] : text;
        text = NoWord.Replace(text, " ");
        text = text.Replace('’', '\'').Replace('‘', '\'').Replace('“', '"').Replace('”', '"');
        text = Quoted.Replace(text, " ");
        text = language.Fillers.Replace(text, filler => filler.Value.Count(c => c == ',') > 1 && !GoesOn(text, filler.Index, filler.Index + filler.Length, language) ? ", " : " ");
        text = StageDirection.Replace(text, " ");
        text = Word.Replace(text, word => language.Map("contractions").GetValueOrDefault(word.Value.ToLowerInvariant()) is { } full ? full : word.Value);
        return Blanks.Replace(text, " ").Trim();
    }

    /// <summary>Whether the transcriber wrote all of a text in lower case, but perhaps the word for oneself.</summary>
    public static bool IsUncased(string text)
        => Word.Match(text) is { Success: true } first && char.IsLower(first.Value[0])
            && Word.Matches(text).Where(word => char.IsUpper(word.Value[0])).All(word => word.Value is "I" || word.Value.StartsWith("I'", StringComparison.Ordinal));

    /// <summary>The sentences of a cleaned text.</summary>
    public static IEnumerable<Sentence> Sentences(string text, Language language)
    {
        var start = 0;
        foreach (Match end in SentenceEnd.Matches(text))
        {
            if (end.Value == "." && IsAbbreviation(text[start..end.Index], language))
                continue;
            foreach (var sentence in Parts(text, start, end.Index, end.Value.Contains('?', StringComparison.Ordinal), language))
                yield return sentence;
            start = end.Index + end.Length;
        }

        foreach (var sentence in Parts(text, start, text.Length, isQuestion: false, language))
            yield return sentence;
    }

    // Where the transcriber set no full stops, a turn is one sentence.
    private static IEnumerable<Sentence> Parts(string text, int start, int end, bool isQuestion, Language language)
    {
        while (end - start > MaxSentenceLength && text.LastIndexOf(' ', start + MaxSentenceLength, MaxSentenceLength) is > 0 and var blank)
        {
            if (Make(text, start, blank, isQuestion: false, language) is { } part)
                yield return part;
            start = blank + 1;
        }

        if (Make(text, start, end, isQuestion, language) is { } last)
            yield return last;
    }

    // "My name is, uh, Sarah" and "call me, um, in the afternoon" go on after the filler; "Tamsin Rowe, um, our wedding" begins anew.
    private static bool GoesOn(string text, int before, int after, Language language)
        => text.AsSpan(after).TrimStart() is not [var next, ..] || !char.IsLower(next) || language.Has("common", text[..before].Split(' ')[^1]);

    private static Sentence? Make(string text, int start, int end, bool isQuestion, Language language)
    {
        var isOpened = false;
        while (start < end && (char.IsWhiteSpace(text[start]) || text[start] is '¿' or '¡'))
            isOpened |= text[start++] == '¿';
        if (start == end)
            return null;
        var words = text[start..Math.Min(end, start + MaxSentenceLength)];
        return new Sentence(words, start, isOpened ? 0 : QuestionFrom(words, isQuestion, language));
    }

    // Callers say who they are and then ask, in one breath: only the last part asks, unless the sentence begins as a question or asks whether all of it is so.
    private static int QuestionFrom(string sentence, bool isQuestion, Language language)
    {
        var opened = sentence.IndexOf('¿', StringComparison.Ordinal);
        if (opened >= 0)
            return language.IsGuarded("tag", sentence[opened..]) ? 0 : opened;
        if (language.IsGuarded("question", sentence) && (isQuestion || !sentence.Contains(',', StringComparison.Ordinal)))
            return 0;
        if (!isQuestion)
            return int.MaxValue;
        if (language.IsGuarded("tag", sentence))
            return 0;
        return ClauseStart(sentence, language);
    }

    /// <summary>Where the last clause of a text begins.</summary>
    public static int ClauseStart(string text, Language language)
    {
        var last = 0;
        foreach (Match part in ClauseBreak.Matches(text))
            last = part.Index + part.Length;
        foreach (var conjunction in language.Map("clause links").Keys)
            last = Math.Max(last, text.LastIndexOf($" {conjunction} ", StringComparison.OrdinalIgnoreCase));
        return last;
    }

    private static bool IsAbbreviation(string before, Language language)
    {
        var word = before[(before.LastIndexOfAny([' ', '\n']) + 1)..].TrimStart('(', '"');
        return word.Length == 1 && char.IsUpper(word[0]) && word != "I"
            || language.Has("titles", word) || language.Has("abbreviations", word) || (word.Length is 1 or 2 && word.All(char.IsAsciiDigit) && language.Has("abbreviations", "1"));
    }

    // Nobody says a word of so many characters. Rules read such a run from each of its places.
    [GeneratedRegex(@"\S{65,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoWord { get; }

    [GeneratedRegex("\"[^\"]{0,300}\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted { get; }

    // Transcribers note what is no word in brackets or stars.
    [GeneratedRegex(@"\[(laughs?|sighs?|pause|inaudible|noise)\]|\((laughs?|sighs?|pause|inaudible|noise)\)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StageDirection { get; }

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}']*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blanks { get; }

    [GeneratedRegex(@"[?!]+(?=\s|$)|\.{2,}|…|\.(?=\s|$)|\n", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SentenceEnd { get; }

    [GeneratedRegex(@"[,;:–—]\s*|\s-\s", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClauseBreak { get; }
}
