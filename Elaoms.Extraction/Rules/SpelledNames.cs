using System.Text;
using Elaoms.Core.Text;
using Elaoms.Extraction.Rules.Values;

namespace Elaoms.Extraction.Rules;

/// <summary>Reads names that callers spell: letters one by one, double ones, and with words for them.</summary>
internal static class SpelledNames
{
    private const int MinLetters = 3;

    // Longer than any name that somebody spells; who goes on says something else.
    private const int MaxLetters = 40;
    private const double MinLikeness = 0.4;

    /// <summary>The names that a text spells. Letters mixed with digits are a postcode or a booking number and are skipped.</summary>
    public static IEnumerable<FoundValue> In(SpokenText text, LanguageRules language)
    {
        for (var word = 0; word < text.Words.Count;)
        {
            var first = word;
            var letters = new StringBuilder();
            var hasFigures = false;
            for (var isLetter = true; isLetter && word < text.Words.Count && letters.Length <= MaxLetters;)
            {
                hasFigures |= char.IsAsciiDigit(text.Lower[text.Words[word].Start])
                    || (letters.Length > 0 && IsNumber(text, word, language));
                isLetter = word == first || text.Before(word).IndexOfAny(";?!:") < 0;
                isLetter = isLetter && AddLetter(text, ref word, letters, language);
            }

            if (word < text.Words.Count)
                hasFigures |= char.IsAsciiDigit(text.Lower[text.Words[word].Start]) || IsNumber(text, word, language);
            if (letters.Length is >= MinLetters and <= MaxLetters && !hasFigures)
                yield return new FoundValue(NameCase.Of(letters.ToString()), text.Words[first].Start, text.Words[word - 1].End);
            if (word == first)
                word++;
        }
    }

    /// <summary>A name with the word that the spelled one is likest to in its place; the name itself when none is like it.</summary>
    public static string Replace(string name, string spelled)
    {
        var words = name.Split(' ');
        var likest = Enumerable.Range(0, words.Length).MaxBy(i => Likeness(words[i], spelled));
        // Who spells a name seldom says its accents and hyphens.
        if (Plain(words[likest]).Equals(Plain(spelled), StringComparison.Ordinal) || Likeness(words[likest], spelled) < MinLikeness)
            return name;
        words[likest] = spelled;
        return string.Join(' ', words);
    }

    /// <summary>Whether what is spelled may be a word of a name.</summary>
    public static bool IsLike(string name, string spelled) => name.Split(' ').Any(word => Likeness(word, spelled) >= MinLikeness);

    private static bool AddLetter(SpokenText text, ref int word, StringBuilder letters, LanguageRules language)
    {
        var said = text.LowerOf(text.Words[word]);
        var next = word + 1 < text.Words.Count ? text.LowerOf(text.Words[word + 1]) : default;
        if (letters.Length > 0 && language.Has("as_in", said))
        {
            // "S as in Sam": the word after the letter only names it.
            var named = word + (language.Has("as_in", next) ? 2 : 1);
            if (named < text.Words.Count
                && LatinLetters.Base(text.LowerOf(text.Words[named])[0]) == LatinLetters.Base(char.ToLowerInvariant(letters[^1])))
            {
                word = named + 1;
                return true;
            }
        }

        if (language.Numbers.Repeat(said) is { } times && !next.IsEmpty && Letter(next, language) is { } repeated)
        {
            letters.Append(repeated, times);
            word += 2;
            return true;
        }

        if (Letter(said, language) is { } letter)
        {
            letters.Append(letter);
            word++;
            return true;
        }

        if (said.Length > 2 && said.Length % 2 == 1 && IsParted(said))
        {
            for (var i = 0; i < said.Length; i += 2)
                letters.Append(said[i]);
            word++;
            return true;
        }

        if (letters.Length > 0 && language.Has("spelling_links", said))
        {
            word++;
            return true;
        }

        return false;
    }

    // "b-r-a-u-n"
    private static bool IsParted(ReadOnlySpan<char> said)
    {
        for (var i = 0; i < said.Length; i++)
        {
            if (i % 2 == 0 ? !char.IsLetter(said[i]) : said[i] is not ('-' or '.'))
                return false;
        }

        return true;
    }

    private static char? Letter(ReadOnlySpan<char> said, LanguageRules language)
    {
        if (said.Length == 1 && char.IsLetter(said[0]))
            return said[0];
        if (language.Map("letters").TryGetValue(said.ToString(), out var letter))
            return letter[0];
        return language.Has("spelling", said) ? said[0] : null;
    }

    private static bool IsNumber(SpokenText text, int word, LanguageRules language)
        => text.Words[word].End - text.Words[word].Start > 1 && language.Numbers.Number(text, word) is not null;

    private static string Plain(string name)
        => string.Concat(
            name.EnumerateRunes().Where(Rune.IsLetter).Select(rune => new Rune(LatinLetters.Base(Rune.ToLowerInvariant(rune).Value))));

    // 0..1: of "Catherine" and "Kathryn" about half.
    private static double Likeness(string one, string other)
        => Plain(one) is var a && Plain(other) is var b
            ? 1 - (double)EditDistance.Between(a, b) / Math.Max(1, Math.Max(a.Length, b.Length))
            : 0;
}
