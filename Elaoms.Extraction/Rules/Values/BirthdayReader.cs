using System.Buffers;
using System.Globalization;

namespace Elaoms.Extraction.Rules.Values;

/// <summary>
/// Reads a date with or without its year. The value has the day first and the month in English. NodaTime is not used: its patterns read
/// only one written form.
/// </summary>
internal static class BirthdayReader
{
    private static readonly SearchValues<char> DigitsOnly = SearchValues.Create("0123456789");

    private const int MaxWords = 12;

    /// <summary>The first date from a word on, within a few words when <paramref name="isNext"/>.</summary>
    public static FoundValue? Read(SpokenText text, int word, bool isNext, LanguageRules language)
    {
        var last = isNext ? Math.Min(text.Words.Count, word + MaxWords) : text.Words.Count;
        for (; word < last; word++)
        {
            if (InFigures(text, word, language) is { } written)
                return written;
            if (InWords(text, word, !isNext, language) is { } spoken)
                return spoken;
        }

        return null;
    }

    private static FoundValue? InFigures(SpokenText text, int word, LanguageRules language)
    {
        var said = text.LowerOf(text.Words[word]).ToString();
        if (said.Split('/', '.', '-') is not [{ Length: > 0 and <= 4 } one, { Length: > 0 and <= 2 } two, { Length: 2 or 4 } three]
            || !(one + two + three).All(char.IsAsciiDigit))
            return null;
        if (one.Length == 4)
            return Value(text, word, word + 1, Int(three), Int(two), Int(one));
        var (first, second) = (Int(one), Int(two));
        var isDayFirst = first > 12 || !language.Has("date_order", "month_first") || said.Contains('.', StringComparison.Ordinal);
        // Where months come first for some, a day up to the twelfth may be a month.
        if (language.Has("date_order", "month_first") && first <= 12 && second <= 12 && first != second)
            return null;
        return isDayFirst
            ? Value(text, word, word + 1, first, second, YearOf(Int(three)))
            : Value(text, word, word + 1, second, first, YearOf(Int(three)));
    }

    private static FoundValue? InWords(SpokenText text, int word, bool wasAsked, LanguageRules language)
    {
        var at = word;
        int? day, month = language.Numbers.Month(Lower(text, at));
        if (month is not null)
        {
            at = Skip(text, at + 1, language);
            day = Day(text, ref at, language);
        }
        else
        {
            day = Day(text, ref at, language);
            at = day is null ? at : Skip(text, at, language);
            month = day is not null && at < text.Words.Count ? language.Numbers.Month(Lower(text, at)) : null;
            at += month is null ? 0 : 1;
            if (wasAsked && day > 12 && month is null && at < text.Words.Count
                && language.Numbers.Number(text, at) is { Value: >= 1 and <= 12 } number)
                return Year(text, Skip(text, at + number.Count, language), language, out var last) is { } inNumbers
                    ? Value(text, word, last, day.Value, number.Value, inNumbers)
                    : null;
        }

        if (day is null || month is null)
            return null;
        var end = at;
        var year = at < text.Words.Count && text.Before(at).IndexOfAny('.', '?', '!') < 0
            ? Year(text, Skip(text, at, language), language, out end)
            : null;
        if (year is null && word > 0 && YearBefore(text, word, language) is { } before)
            return Value(text, word, at, day.Value, month.Value, before);
        return Value(text, word, year is null ? at : end, day.Value, month.Value, year);
    }

    // "I was born in nineteen ninety-one, on the seventeenth of November."
    private static int? YearBefore(SpokenText text, int word, LanguageRules language)
    {
        for (var first = Math.Max(0, word - 7); first < word; first++)
        {
            if (Year(text, first, language, out var end) is { } year && year < 2100 && Skip(text, end, language) == word)
                return year;
        }

        return null;
    }

    private static int? Day(SpokenText text, ref int at, LanguageRules language)
    {
        if (at >= text.Words.Count)
            return null;
        var said = Lower(text, at);
        var digits = said.IndexOfAnyExcept(DigitsOnly) is var end && end < 0 ? said : said[..end];
        if (digits.Length is 1 or 2 && (digits.Length == said.Length || language.Has("ordinal_endings", said[digits.Length..]))
            && int.Parse(digits, CultureInfo.InvariantCulture) is >= 1 and <= 31 and var number)
        {
            at++;
            return number;
        }

        if ((language.Numbers.Ordinal(text, at) ?? language.Numbers.Number(text, at)) is not { Value: >= 1 and <= 31 } found)
            return null;
        at += found.Count;
        return found.Value;
    }

    private static int? Year(SpokenText text, int at, LanguageRules language, out int end)
    {
        end = at + 1;
        if (at >= text.Words.Count)
            return null;
        var said = Lower(text, at);
        if (said.Length is 2 or 4 && int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return IsYear(YearOf(number)) ? YearOf(number) : null;
        if (language.Numbers.Year(said) is { } joined)
            return joined;
        if (language.Numbers.Century(text, at) is { } century)
        {
            var rest = at + century.Count;
            while (rest < text.Words.Count && language.Has("year_links", Lower(text, rest)))
                rest++;
            if (rest < text.Words.Count && language.Numbers.Number(text, rest) is { } years && IsYear(century.Value + years.Value))
            {
                end = rest + years.Count;
                return century.Value + years.Value;
            }

            end = at + century.Count;
            if (century.Value == 2000 && century.Count > 1)
                return century.Value;
        }

        if (language.Numbers.Number(text, at) is { Value: > 31 } two)
        {
            end = at + two.Count;
            return YearOf(two.Value);
        }

        return null;
    }

    private static int Skip(SpokenText text, int at, LanguageRules language)
    {
        while (at < text.Words.Count && language.Has("date_links", Lower(text, at)) && text.Before(at).IndexOfAny('.', '?', '!') < 0)
            at++;
        return at;
    }

    private static FoundValue? Value(SpokenText text, int first, int next, int day, int month, int? year)
    {
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year is > 0 and < 9999 ? year.Value : 2000, month)
            || (year is not null && !IsYear(year.Value)))
            return null;
        var date = new DateOnly(year ?? 2000, month, day).ToString(year is null ? "d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture);
        return new FoundValue(date, text.Words[first].Start, text.Words[next - 1].End);
    }

    private static bool IsYear(int year) => year is > 1900 and < 2100;

    // Two digits are a year of the last century unless they are too young for it.
    private static int YearOf(int number) => number switch { >= 100 => number, > 25 => 1900 + number, _ => 2000 + number };

    private static int Int(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static ReadOnlySpan<char> Lower(SpokenText text, int word) => text.LowerOf(text.Words[word]);
}
