using System.Collections.Frozen;
using Elaoms.Core.Text.Languages;
using Elaoms.Core.Text;

namespace Elaoms.Core.Calls;

/// <summary>
/// Knows what the turns of calls are for, by short lists of phrases: greetings, fillers and goodbyes; who says who they are; what asks for
/// something; what says that something is done.
/// </summary>
internal sealed class CallWords
{
    private const int LongestPhrase = 8;

    // Past that it is no small talk, whatever else is there.
    private const int MostLeft = 2;

    private static readonly string[] Sections =
    [
        "greeting", "filler", "closing", "identification", "identity question", "request", "done aux", "done", "done phrase", "not yet",
    ];

    private readonly FrozenDictionary<string, Phrases> _phrases;

    /// <summary>Those of some languages together.</summary>
    public CallWords(params IReadOnlyCollection<Language> languages)
        => _phrases = Sections.ToFrozenDictionary(
            section => section,
            section => new Phrases(languages.SelectMany(language => language.Words($"calls: {section}"))),
            StringComparer.Ordinal);

    /// <summary>The sentences of a text.</summary>
    public static IEnumerable<string> SentencesOf(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var isEnd = text[at] is '.' or '!' or '?' && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1]));
            if (!isEnd && text[at] != '\n')
                continue;
            yield return text[start..(at + 1)].Trim();
            start = at + 1;
        }

        if (start < text.Length)
            yield return text[start..].Trim();
    }

    /// <summary>Whether a turn says goodbye, or only that somebody listens.</summary>
    public bool IsClosing(IReadOnlyList<string> words)
    {
        var (left, closes) = Cover(words, "greeting", "filler", "closing");
        // A name may be said with it: "Goodbye, Sam!"
        return left == 0 || (left == 1 && closes && words.Count <= LongestPhrase);
    }

    /// <summary>Whether a sentence only greets, fills, or closes.</summary>
    public bool IsSmallTalk(IReadOnlyList<string> words) => Cover(words, "greeting", "filler", "closing").Left == 0;

    /// <summary>How many words at the beginning of a sentence greet or fill.</summary>
    public int SmallTalkBefore(IReadOnlyList<string> words)
    {
        var at = 0;
        while (at < words.Count && Longest(words, at, "greeting", "filler") is > 0 and var length)
            at += length;
        return at;
    }

    /// <summary>Whether a sentence says who somebody is, or their number or address.</summary>
    public bool Identifies(IReadOnlyList<string> words)
        => Enumerable.Range(0, Math.Min(words.Count, LongestPhrase)).Any(at => Longest(words, at, "identification") > 0);

    /// <summary>Whether an agent's turn asks who the caller is, or for something that tells it.</summary>
    public bool AsksWho(IReadOnlyList<string> words) => Has(words, "identity question");

    /// <summary>Whether a sentence asks for something, or tells what is wrong.</summary>
    public bool Requests(IReadOnlyList<string> words) => Has(words, "request");

    /// <summary>Whether a sentence of the agent reports that something is done.</summary>
    public bool Reports(IReadOnlyList<string> words)
        => !Has(words, "not yet") && (Has(words, "done phrase") || (Has(words, "done aux") && Has(words, "done")));

    private bool Has(IReadOnlyList<string> words, string section)
        => Enumerable.Range(0, words.Count).Any(at => Longest(words, at, section) > 0);

    private (int Left, bool Closes) Cover(IReadOnlyList<string> words, params ReadOnlySpan<string> sections)
    {
        var (left, closes) = (0, false);
        for (var at = 0; at < words.Count && left < MostLeft;)
        {
            var length = Longest(words, at, sections);
            closes |= length > 0 && Longest(words, at, "closing") == length;
            left += length > 0 ? 0 : 1;
            at += Math.Max(1, length);
        }

        return (left, closes);
    }

    private int Longest(IReadOnlyList<string> words, int at, params ReadOnlySpan<string> sections)
    {
        var longest = 0;
        foreach (var section in sections)
            longest = Math.Max(longest, _phrases[section].LongestAt(words, at));
        return longest;
    }

    /// <summary>The phrases of a section.</summary>
    private sealed class Phrases
    {
        private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _all;

        // By a phrase's first word, of how many words the longest is.
        private readonly FrozenDictionary<string, int> _beginnings;

        public Phrases(IEnumerable<string> phrases)
        {
            var all = phrases.ToFrozenSet(StringComparer.Ordinal);
            _all = all.GetAlternateLookup<ReadOnlySpan<char>>();
            _beginnings = all.Select(phrase => phrase.Split(' '))
                .GroupBy(words => words[0], words => words.Length, StringComparer.Ordinal)
                .ToFrozenDictionary(phrases => phrases.Key, phrases => phrases.Max(), StringComparer.Ordinal);
        }

        /// <summary>How many words the longest phrase has that begins at a place; 0 when none does.</summary>
        public int LongestAt(IReadOnlyList<string> words, int at)
        {
            if (!_beginnings.TryGetValue(words[at], out var longest))
                return 0;
            var length = Math.Min(longest, words.Count - at);
            if (length == 1)
                return _all.Contains(words[at]) ? 1 : 0;
            ReadOnlySpan<char> phrase = string.Join(' ', words.Skip(at).Take(length));
            for (; length > 0 && !_all.Contains(phrase); length--)
                phrase = phrase[..Math.Max(0, phrase.LastIndexOf(' '))];
            return length;
        }
    }
}

/// <summary>The words of calls in each language.</summary>
internal sealed class CallWordsByLanguage(LanguageSet languages)
{
    // A fifth to a half of what is said in a language are its stop words.
    private const double LeastShare = 0.08;

    private static readonly Lazy<CallWordsByLanguage> Read = new(() => new CallWordsByLanguage(LanguageSet.BuiltIn));

    private readonly Lazy<CallWords>[] _byLanguage =
        [.. languages.Spoken.Select(language => new Lazy<CallWords>(() => new CallWords(language)))];

    private readonly Lazy<CallWords> _all = new(() => new CallWords(languages.Spoken));

    /// <summary>Those of the languages that are built in.</summary>
    public static CallWordsByLanguage BuiltIn => Read.Value;

    /// <summary>Those of all languages together. Only for phrases that mean the same in each or nothing.</summary>
    public CallWords All => _all.Value;

    /// <summary>Those of the language of some texts; null when it is none of these languages.</summary>
    public CallWords? Of(IEnumerable<string> texts)
    {
        var words = texts.SelectMany(WordReader.WordsOf).ToList();
        int[] counts = [.. languages.Spoken.Select(language => words.Count(language.StopWords.Contains))];
        var most = counts.Max();
        return most > 0 && most >= words.Count * LeastShare ? _byLanguage[Array.IndexOf(counts, most)].Value : null;
    }
}
