using System.Text.RegularExpressions;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>What the server makes of a text: its words, its hash, and the part of it that is kept.</summary>
internal static partial class OpenMemoryText
{
    /// <summary>The set of words that count: runs of ASCII letters and digits longer than one.</summary>
    public static HashSet<string> Words(string text)
        => [.. Word.Matches(text.ToLowerInvariant()).Select(match => match.Value).Where(word => word.Length > 1)];

    /// <summary>
    /// A hash in which each word votes on each bit, so that texts with nearly the same words have nearly the same hash; null for a text
    /// without such words.
    /// </summary>
    public static uint? Hash(string text)
    {
        var words = Words(text);
        if (words.Count == 0)
            return null;
        Span<int> votes = stackalloc int[32];
        foreach (var word in words)
        {
            var hash = 0;
            foreach (var c in word)
                hash = unchecked(hash * 31 + c);
            for (var bit = 0; bit < votes.Length; bit++)
                votes[bit] += (hash & 1 << bit) != 0 ? 1 : -1;
        }

        var result = 0u;
        for (var bit = 0; bit < votes.Length; bit++)
            result |= votes[bit] > 0 ? 1u << bit : 0;
        return result;
    }

    /// <summary>The first bits of a hash.</summary>
    public static uint FirstBits(int count) => count >= 32 ? uint.MaxValue : (1u << count) - 1;

    /// <summary>
    /// How many pieces a text is cut into to be understood: at about 768 words of four letters, each with a tenth of the one before.
    /// </summary>
    public static int Chunks(string text) => text.Length <= 4 * 768 ? 1 : 1 + (int)Math.Ceiling((text.Length / 4d - 768) / 691);

    /// <summary>What is kept of a text that is too long: its first sentence and those after it that fit, else its beginning.</summary>
    public static string Essence(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var sentences = SentenceEnd.Split(text).Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 10).ToList();
        if (sentences.Count == 0 || sentences[0].Length + 2 > length)
            return text[..length];
        var kept = new List<string>();
        var used = 0;
        foreach (var sentence in sentences)
        {
            if (used + sentence.Length + 2 > length)
                continue;
            kept.Add(sentence);
            used += sentence.Length + 2;
        }

        return string.Join(' ', kept);
    }

    [GeneratedRegex("[a-z0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"(?<=[.!?])\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SentenceEnd { get; }
}
