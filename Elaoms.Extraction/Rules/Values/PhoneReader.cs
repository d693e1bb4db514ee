using System.Buffers;
using System.Text;

namespace Elaoms.Extraction.Rules.Values;

/// <summary>
/// Reads telephone numbers, in figures or in words. It does not ask libphonenumber whether a number exists: that takes 90 ms at every start
/// (measured 2026-11-30), and callers seldom say which country's number they give, so that nearly none could be ruled out.
/// </summary>
internal static class PhoneReader
{
    private static readonly SearchValues<char> Joints = SearchValues.Create(" ,.-()/");
    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789-./+");

    private const int MinDigits = 7;
    private const int MaxDigits = 15;

    // A group of so many digits is a whole number.
    private const int WholeNumber = 10;

    /// <summary>The first number that may be a telephone's, from a word on.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="word">The first word.</param>
    /// <param name="isNext">Whether it must begin there, but for a few words that lead to it.</param>
    /// <param name="language">The language.</param>
    public static FoundValue? Read(SpokenText text, int word, bool isNext, LanguageRules language)
    {
        var isOther = false;
        FoundValue? first = null;
        var isNamed = false;
        for (var passed = 0; word < text.Words.Count; word++)
        {
            if (Run(text, word, language) is var (value, count, digits))
            {
                var next = word + count;
                // "My account number is …", "164323 88th Avenue": what is named as another number is no telephone's.
                if (digits is >= MinDigits and <= MaxDigits && !isOther
                    && !(next < text.Words.Count && language.Has("after_other_numbers", text.LowerOf(text.Words[next]))))
                {
                    var found = new FoundValue(value, text.Words[word].Start, text.Words[next - 1].End);
                    if (isNamed || isNext)
                        return found;
                    first ??= found;
                }

                (isOther, isNamed) = (isOther && digits <= 2, false);
                word = next - 1;
                continue;
            }

            var said = text.LowerOf(text.Words[word]);
            if (language.Has("phone_words", said))
                isNamed = !isOther || !(isOther = isOther && IsOthers(text, word, language));
            else if (language.Has("other_numbers", said))
                (isOther, isNamed) = (true, false);
            // "My son's number is …": until the caller comes to their own.
            if (IsOfOthers(said, language))
                (isOther, isNamed) = (true, false);
            else if (language.Has("own_words", said))
                isOther = false;
            if (isNext && ++passed > 8)
                return null;
        }

        return first;
    }

    // "My son's number": the word before tells whose it is.
    private static bool IsOthers(SpokenText text, int word, LanguageRules language)
        => word > 0 && IsOfOthers(text.LowerOf(text.Words[word - 1]), language);

    private static bool IsOfOthers(ReadOnlySpan<char> said, LanguageRules language)
        => language.Has("others_words", said)
            || (NameReader.IsPossessive(said) && !language.Has("lead", said) && !language.Has("no_names", said));

    private static (string Value, int Count, int Digits)? Run(SpokenText text, int word, LanguageRules language)
    {
        var number = new StringBuilder();
        var at = word;
        var last = 0;
        while (at < text.Words.Count && number.Length <= 2 * MaxDigits && (at == word || MayJoin(text.Before(at))))
        {
            var before = number.Length;
            var count = Digits(text, at, number, language);
            if (count == 0)
                break;
            // "… Street 25634 6158339383": a whole number behind others stands by itself; a plus begins one.
            if (before > 0 && (number[before] == '+' || (number.Length - before >= WholeNumber && before > 3)))
            {
                if (number[before] == '+' && before >= MinDigits)
                {
                    number.Length = before;
                    break;
                }

                number.Remove(0, before);
                return (number.ToString(), at + count - word, number.Length - (number[0] == '+' ? 1 : 0));
            }

            at += count;
            last = at;
        }

        return last == 0 ? null : (number.ToString(), last - word, number.Length - (number[0] == '+' ? 1 : 0));
    }

    private static int Digits(SpokenText text, int word, StringBuilder number, LanguageRules language)
    {
        var said = text.LowerOf(text.Words[word]);
        if (char.IsAsciiDigit(said[^1]) && said.IndexOfAnyExcept(NumberLetters) < 0 && said.LastIndexOf('+') <= 0)
        {
            // A date.
            if (said.Count('/') == 2 || (said.Count('.') == 2 && said.Length <= 10 && said[^5] == '.'))
                return 0;
            foreach (var c in said)
            {
                if (char.IsAsciiDigit(c) || c == '+')
                    number.Append(c);
            }

            return 1;
        }

        if (language.Numbers.Repeat(said) is { } times && word + 1 < text.Words.Count)
        {
            var next = text.LowerOf(text.Words[word + 1]);
            var digit = next.Length == 1 && char.IsAsciiDigit(next[0]) ? next[0] - '0'
                : language.Numbers.Number(text, word + 1) is { Value: < 10 } one ? one.Value
                : -1;
            if (digit < 0)
                return 0;
            number.Append((char)('0' + digit), times);
            return 2;
        }

        if (language.Has("plus", said) && number.Length == 0)
        {
            number.Append('+');
            var count = word + 1 < text.Words.Count ? Digits(text, word + 1, number, language) : 0;
            if (count == 0)
                number.Clear();
            return count == 0 ? 0 : count + 1;
        }

        if (language.Numbers.Number(text, word) is not { } found)
            return 0;
        number.Append(found.Value);
        return found.Count;
    }

    private static bool MayJoin(ReadOnlySpan<char> between)
        => between.Length <= 4 && between.IndexOfAnyExcept(Joints) < 0;
}
