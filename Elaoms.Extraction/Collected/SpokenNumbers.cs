using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.InteropServices;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Collected;

/// <summary>Reads numbers in digits and in words: "twenty one", "nineteen eighty five", "double seven", "oh".</summary>
internal static class SpokenNumbers
{
    private const int MaxDigits = 15;

    /// <summary>The numbers of a text, in order.</summary>
    public static List<SpokenNumberAt> In(IReadOnlyList<TextWord> words, CollectedWords language)
    {
        var found = new List<SpokenNumberAt>();
        for (var at = 0; at < words.Count;)
        {
            var (digits, next) = At(words, at, language, isBesideDigits: found.Count > 0 && found[^1].Last == at - 1);
            if (digits is null)
            {
                at++;
                continue;
            }

            found.Add(new SpokenNumberAt(digits, at, next - 1));
            at = next;
        }

        return found;
    }

    private static (string? Digits, int Next) At(IReadOnlyList<TextWord> words, int at, CollectedWords language, bool isBesideDigits)
    {
        var word = words[at].Text;
        if (Written(word, language) is { } written)
            return (written, at + 1);
        if (language.Repeats.TryGetValue(word, out var times) && at + 1 < words.Count
            && SingleDigit(words[at + 1].Text, language) is { } repeated)
            return (new string(repeated, times), at + 2);
        if (language.Zeros.Contains(word) || language.Ones.Contains(word))
        {
            var isBeside = isBesideDigits || (at + 1 < words.Count && SingleDigit(words[at + 1].Text, language) is not null);
            return isBeside ? (language.Zeros.Contains(word) ? "0" : "1", at + 1) : (null, at + 1);
        }

        return InWords(words, at, language);
    }

    private static (string? Digits, int Next) InWords(IReadOnlyList<TextWord> words, int at, CollectedWords language)
    {
        var (value, next) = BelowThousand(words, at, language);
        if (value is null && language.Thousands.Contains(words[at].Text))
            (value, next) = (1, at);
        if (value is not { } number)
            return (null, at + 1);
        if (next < words.Count && language.Thousands.Contains(words[next].Text))
        {
            var (rest, end) = Rest(words, next + 1, language, BelowThousand);
            return (Text(number * 1000 + rest), end);
        }

        return (Text(number), next);
    }

    private static (int? Value, int Next) BelowThousand(IReadOnlyList<TextWord> words, int at, CollectedWords language)
    {
        var (value, next) = BelowHundred(words, at, language);
        if (value is null && at < words.Count && language.Hundreds.Contains(words[at].Text))
            (value, next) = (1, at);
        if (value is null || next >= words.Count || !language.Hundreds.Contains(words[next].Text))
            return (value, next);
        var (rest, end) = Rest(words, next + 1, language, BelowHundred);
        return (value * 100 + rest, end);
    }

    private static (int? Value, int Next) BelowHundred(IReadOnlyList<TextWord> words, int at, CollectedWords language)
    {
        if (Phrase(words, at, language.Tens) is { } ten)
        {
            var after = at + ten.Words;
            var ones = after < words.Count && language.Ands.Contains(words[after].Text) ? after + 1 : after;
            // "soixante-dix": in French some tens take more than nine.
            var most = ten.Value is 60 or 80 ? 19 : 9;
            if (Phrase(words, ones, language.Numbers) is { Value: > 0 } one && one.Value <= most)
                return (ten.Value + one.Value, ones + one.Words);
            if (ones > after && ones < words.Count && language.Ones.Contains(words[ones].Text))
                return (ten.Value + 1, ones + 1);
            return (ten.Value, after);
        }

        return Phrase(words, at, language.Numbers) is { } number ? (number.Value, at + number.Words) : (null, at + 1);
    }

    private static (int Value, int Next) Rest(
        IReadOnlyList<TextWord> words, int at, CollectedWords language, Func<IReadOnlyList<TextWord>, int, CollectedWords,
            (int? Value, int Next)> read)
    {
        var from = at < words.Count && language.Ands.Contains(words[at].Text) ? at + 1 : at;
        return from < words.Count && read(words, from, language) is ({ } value, var next) ? (value, next) : (0, at);
    }

    private static (int Value, int Words)? Phrase(IReadOnlyList<TextWord> words, int at, FrozenDictionary<string, int> numbers)
    {
        if (at >= words.Count)
            return null;
        if (at + 1 < words.Count && numbers.TryGetValue($"{words[at].Text} {words[at + 1].Text}", out var two))
            return (two, 2);
        return numbers.TryGetValue(words[at].Text, out var one) ? (one, 1) : null;
    }

    private static char? SingleDigit(string word, CollectedWords language)
    {
        if (word.Length == 1 && char.IsAsciiDigit(word[0]))
            return word[0];
        if (language.Zeros.Contains(word))
            return '0';
        return language.Numbers.TryGetValue(word, out var value) && value < 10 ? (char)('0' + value) : null;
    }

    // "4th" and "22nd" too.
    private static string? Written(string word, CollectedWords language)
    {
        var digits = word.TakeWhile(char.IsAsciiDigit).Count();
        if (digits == 0 || digits > MaxDigits)
            return null;
        return digits == word.Length || language.All.OrdinalEndings.Contains(word[digits..]) ? word[..digits] : null;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A number in a text, as digits.</summary>
/// <param name="Digits">Its digits; leading zeros are kept.</param>
/// <param name="First">Its first word.</param>
/// <param name="Last">Its last word.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpokenNumberAt(string Digits, int First, int Last);
