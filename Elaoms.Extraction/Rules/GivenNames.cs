using Elaoms.Core.Text;

namespace Elaoms.Extraction.Rules;

/// <summary>Names in common use, of many languages: they tell a name from another word where its place doesn't.</summary>
internal static class GivenNames
{
    private const int MaxLength = 24;

    private static readonly Lazy<HashSet<string>.AlternateLookup<ReadOnlySpan<char>>> Names = new(() =>
        ResourceText.Lines(typeof(GivenNames).Assembly, "Rules", "given-names.txt")
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(name => name.ToLowerInvariant())
            .ToHashSet(StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>());

    /// <summary>Whether a word is one, or begins with one before a hyphen.</summary>
    public static bool Has(ReadOnlySpan<char> word)
    {
        if (word.Length > MaxLength)
            return false;
        Span<char> plain = stackalloc char[word.Length];
        for (var i = 0; i < word.Length; i++)
            plain[i] = LatinLetters.Base(char.ToLowerInvariant(word[i]));
        return Names.Value.Contains(plain) || (plain.IndexOf('-') is > 0 and var hyphen && Names.Value.Contains(plain[..hyphen]));
    }
}
