using Elaoms.Core.Text.Languages;
using Elaoms.Core.Text;

namespace Elaoms.Core.Search.Ranking;

/// <summary>
/// Finds the languages of a caller's record. English is always one: agents are often instructed in English, and search in it.
/// </summary>
internal static class LanguageOfRecord
{
    // A fifth to a half of what is said in a language are its common words; of another's few are among them by chance.
    private const double LeastShare = 0.1;

    // Enough to tell, however long the record.
    private const int MostWords = 4000;

    private static readonly Language[] Others = [.. KnownLanguages.All.Where(language => language != English.Words)];

    /// <summary>The language that is spoken beside English or in its place; null when there is none.</summary>
    public static Language? Beside(IReadOnlyList<string> texts)
    {
        var counts = new int[Others.Length];
        var words = 0;
        Span<char> buffer = stackalloc char[WordReader.MaxLength];
        for (var text = 0; text < texts.Count && words < MostWords; text++)
        {
            for (var reader = new WordReader(texts[text], buffer); reader.Next(); words++)
                Count(reader.Word, counts);
        }

        var most = counts.Max();
        return most > 0 && most >= words * LeastShare ? Others[Array.IndexOf(counts, most)] : null;
    }

    private static void Count(ReadOnlySpan<char> word, int[] counts)
    {
        var looked = English.Words.CommonWords.GetAlternateLookup<ReadOnlySpan<char>>();
        if (looked.Contains(word))
            return;
        for (var other = 0; other < Others.Length; other++)
        {
            if (Others[other].CommonWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word))
                counts[other]++;
        }
    }
}
