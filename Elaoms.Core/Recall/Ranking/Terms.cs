using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Elaoms.Core.Recall.Ranking;

/// <summary>Turns text into the terms it is found by: words without case, accents and endings; no common words; each sign of a script without blanks by itself.</summary>
internal static class Terms
{
    /// <summary>The most terms of a query that count.</summary>
    public const int MaxQueryTerms = 64;

    private const int MaxTermLength = 40;

    private static readonly FrozenSet<string> CommonWords = """
        a about am an and any are as at be been being but by can could did do does doing don for from had has have having he her hers him his how i if in into is it
        its just ll me my of on or our out re s she should so some such t than that the their them then there these they this those to too up us ve was we were what
        when where which while who whom why will with would you your yours d m o
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The terms of a text, in order, with repetitions.</summary>
    public static List<string> Of(string text, int max)
    {
        var terms = new List<string>();
        var word = new StringBuilder();
        foreach (var written in text.EnumerateRunes())
        {
            if (terms.Count >= max)
                return terms;
            var rune = new Rune(LatinLetters.Base(HalfWidth(written.Value)));
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark)
                continue;
            if (IsOwnTerm(rune))
            {
                Add(terms, word);
                terms.Add(rune.ToString());
            }
            else if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else
            {
                Add(terms, word);
            }
        }

        if (terms.Count < max)
            Add(terms, word);
        return terms;
    }

    private static void Add(List<string> terms, StringBuilder word)
    {
        if (word.Length is > 0 and <= MaxTermLength)
        {
            var term = word.ToString();
            if (!CommonWords.Contains(term))
                terms.Add(PorterStemmer.Stem(term));
        }

        word.Clear();
    }

    // East Asian keyboards also write ASCII in the width of their own signs.
    private static int HalfWidth(int rune) => rune is >= 0xFF01 and <= 0xFF5E ? rune - 0xFF01 + '!' : rune;

    // Han, kana and Hangul are written without blanks.
    private static bool IsOwnTerm(Rune rune) => rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0x20000 and <= 0x3FFFF);
}
