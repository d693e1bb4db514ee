using Elaoms.Core.Text;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Search.Parts;

/// <summary>How many words of each language texts have, by their stop words. English is always one of a caller's languages.</summary>
/// <param name="Words">How many words were looked at.</param>
/// <param name="OfOthers">How many of them are stop words of each other language and not of English, in the order of the set.</param>
internal sealed record LanguageCounts(int Words, IReadOnlyList<int> OfOthers)
{
    // A fifth to a half of what is said in a language are its stop words; of another's few are among them by chance.
    private const double LeastShare = 0.1;

    /// <summary>Counts the words of texts.</summary>
    public static LanguageCounts Of(IEnumerable<string> texts, LanguageSet languages)
    {
        var usual = languages.Default.StopWords.GetAlternateLookup<ReadOnlySpan<char>>();
        var others = Array.ConvertAll(Others(languages), language => language.StopWords.GetAlternateLookup<ReadOnlySpan<char>>());
        var (words, counts) = (0, new int[others.Length]);
        Span<char> buffer = stackalloc char[WordReader.MaxLength];
        foreach (var text in texts)
        {
            for (var reader = new WordReader(text, buffer); reader.Next(); words++)
            {
                if (usual.Contains(reader.Word))
                    continue;
                for (var other = 0; other < others.Length; other++)
                    counts[other] += others[other].Contains(reader.Word) ? 1 : 0;
            }
        }

        return new LanguageCounts(words, counts);
    }

    /// <summary>Both together.</summary>
    public LanguageCounts And(LanguageCounts other)
        => new(Words + other.Words, [.. OfOthers.Zip(other.OfOthers, (one, further) => one + further)]);

    /// <summary>The language that is spoken beside English or in its place; null when there is none.</summary>
    public Language? Beside(LanguageSet languages)
    {
        var most = OfOthers.Max();
        return most > 0 && most >= Words * LeastShare ? Others(languages)[OfOthers.ToList().IndexOf(most)] : null;
    }

    private static Language[] Others(LanguageSet languages)
        => [.. languages.Spoken.Where(language => language != languages.Default)];
}
