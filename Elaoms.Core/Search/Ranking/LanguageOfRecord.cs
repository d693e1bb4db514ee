using Elaoms.Core.Text.Languages;
using Elaoms.Core.Text;

namespace Elaoms.Core.Search.Ranking;

/// <summary>
/// Finds the languages of a caller's record. English is always one: agents are often instructed in English, and search in it.
/// </summary>
internal static class LanguageOfRecord
{
    // A fifth to a half of what is said in a language are its stop words; of another's few are among them by chance.
    private const double LeastShare = 0.1;

    // Enough to tell, however long the record.
    private const int MostWords = 4000;

    /// <summary>The language that is spoken beside English or in its place; null when there is none.</summary>
    /// <param name="texts">What was said.</param>
    /// <param name="languages">The languages that it may be.</param>
    public static Language? Beside(IReadOnlyList<string> texts, LanguageSet languages)
    {
        Language[] others = [.. languages.Spoken.Where(language => language != languages.Default)];
        var counts = new int[others.Length];
        var words = 0;
        Span<char> buffer = stackalloc char[WordReader.MaxLength];
        for (var text = 0; text < texts.Count && words < MostWords; text++)
        {
            for (var reader = new WordReader(texts[text], buffer); reader.Next(); words++)
                Count(reader.Word, languages.Default, others, counts);
        }

        var most = counts.Max();
        return most > 0 && most >= words * LeastShare ? others[Array.IndexOf(counts, most)] : null;
    }

    private static void Count(ReadOnlySpan<char> word, Language usual, Language[] others, int[] counts)
    {
        if (usual.StopWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word))
            return;
        for (var other = 0; other < others.Length; other++)
        {
            if (others[other].StopWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word))
                counts[other]++;
        }
    }
}
