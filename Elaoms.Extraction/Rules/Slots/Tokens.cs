using System.Text.RegularExpressions;

namespace Elaoms.Extraction.Rules.Slots;

/// <summary>Cuts a place into words, without the punctuation around them.</summary>
internal static partial class Tokens
{
    private const int MaxEntryWords = 4;

    /// <summary>A run of words up to a comma, as a regular expression.</summary>
    public static string Run(int max, bool isLast)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $@"[^\s,;:?!]+(?:\s+[^\s,;:?!]+){{0,{max - 1}}}{(isLast ? "" : "?")}");

    /// <summary>The words of a text, each with where it begins and ends.</summary>
    public static IReadOnlyList<(string Text, int Start, int End)> Of(string text)
        => [.. Word.Matches(text).Select(word => (word.Value, word.Index, word.Index + word.Length))];

    /// <summary>The longest entry of a list that the words from a place on are, and what it stands for; the count is zero when they are none.</summary>
    public static (string Value, int Count, int End) Longest(IReadOnlyList<(string Text, int Start, int End)> words, int at, IReadOnlyDictionary<string, string> list)
    {
        for (var count = Math.Min(MaxEntryWords, words.Count - at); count > 0; count--)
        {
            if (list.TryGetValue(string.Join(' ', words.Skip(at).Take(count).Select(word => word.Text.TrimEnd('.').ToLowerInvariant())), out var value))
                return (value, count, words[at + count - 1].End);
        }

        return ("", 0, 0);
    }

    /// <summary>Whether a comma is between a word and the one before it.</summary>
    public static bool IsCommaBefore(IReadOnlyList<(string Text, int Start, int End)> words, int at, string text)
        => at > 0 && text.AsSpan(words[at - 1].End, words[at].Start - words[at - 1].End).Contains(',');

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}@+](?:[\p{L}\p{M}\p{N}@'’.+&/_-]*[\p{L}\p{M}\p{N}])?\.?(?=\s|$|[^\p{L}])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word { get; }
}
