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
    private const string Folder = "Calls";
    private const int LongestPhrase = 8;

    // Past that it is no small talk, whatever else is there.
    private const int MostLeft = 2;

    // A fifth to a half of what is said in a language are its common words.
    private const double LeastShare = 0.08;

    private readonly FrozenDictionary<string, FrozenSet<string>> _phrases;

    // By a phrase's first word, of how many words the longest is.
    private readonly FrozenDictionary<string, int> _beginnings;

    private CallWords(params IEnumerable<Language> languages)
    {
        var all = languages.SelectMany(language => Read(language.Code)).ToList();
        _phrases = all.GroupBy(one => one.Section, one => one.Phrase, StringComparer.Ordinal)
            .ToFrozenDictionary(section => section.Key, section => section.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
        _beginnings = all.Select(one => one.Phrase.Split(' ')).GroupBy(words => words[0], words => words.Length, StringComparer.Ordinal)
            .ToFrozenDictionary(phrases => phrases.Key, phrases => phrases.Max(), StringComparer.Ordinal);
    }

    private static Lazy<IReadOnlyList<CallWords>> ByLanguage { get; } =
        new(() => [.. KnownLanguages.All.Select(language => new CallWords(language))]);

    private static Lazy<CallWords> AllLanguages { get; } = new(() => new CallWords(KnownLanguages.All));

    /// <summary>Those of all languages together. Only for phrases that mean the same in each or nothing.</summary>
    public static CallWords All => AllLanguages.Value;

    /// <summary>Those of the language of some texts; null when it is none of these languages.</summary>
    public static CallWords? Of(IEnumerable<string> texts)
    {
        var words = texts.SelectMany(WordsOf).ToList();
        int[] counts = [.. KnownLanguages.All.Select(language => words.Count(language.CommonWords.Contains))];
        var most = counts.Max();
        return most > 0 && most >= words.Count * LeastShare ? ByLanguage.Value[Array.IndexOf(counts, most)] : null;
    }

    /// <summary>The words of a text, without case and accents.</summary>
    public static List<string> WordsOf(string text)
    {
        var words = new List<string>();
        var reader = new WordReader(text, stackalloc char[WordReader.MaxLength]);
        while (reader.Next())
            words.Add(reader.Word.ToString());
        return words;
    }

    /// <summary>The sentences of a text.</summary>
    public static IEnumerable<string> SentencesOf(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is not ('.' or '!' or '?' or '\n') || (at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1])))
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
        if (!_beginnings.TryGetValue(words[at], out var longest))
            return 0;
        for (var length = Math.Min(longest, words.Count - at); length > 0; length--)
        {
            var phrase = length == 1 ? words[at] : string.Join(' ', words.Skip(at).Take(length));
            foreach (var section in sections)
            {
                if (_phrases[section].Contains(phrase))
                    return length;
            }
        }

        return 0;
    }

    private static IEnumerable<(string Section, string Phrase)> Read(string code)
    {
        var section = "";
        foreach (var line in ResourceText.Lines(typeof(CallWords).Assembly, Folder, $"{code}.txt"))
        {
            if (line[0] == '[')
                section = line.Trim('[', ']');
            else
            {
                foreach (var phrase in line.Split(','))
                    yield return (section, string.Join(' ', WordsOf(phrase)));
            }
        }
    }
}
