using System.Globalization;

namespace Elaoms.Extraction.Rules.Slots;

/// <summary>A day of the calendar, with or without its year; its value is the day first and the month in English.</summary>
internal sealed class DateSlot : ISlot
{
    private const int MaxWords = 12;
    private const string LeapYear = "2000";

    public string Pattern(bool isLast) => isLast ? @"[^\s;:?!]+(?:\s+[^\s;:?!]+){0,11}" : @"[^\s;:?!]+(?:\s+[^\s;:?!]+){0,11}?";

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        var language = context.Language;
        string? month = null;
        int? day = null, year = null;
        var end = 0;
        var words = Tokens.Of(text);
        for (var i = 0; i < Math.Min(words.Count, MaxWords); i++)
        {
            var word = words[i].Text.ToLowerInvariant().TrimEnd('.');
            if (month is null && day is null && InFigures(word) is { } figures)
            {
                (day, month, year, end) = (figures.Day, figures.Month, figures.Year, words[i].End);
                continue;
            }

            if (SpokenNumber.Read(text, words, i, language) is { } counted && (day is null ? counted.Value is >= 1 and <= 31 : month is not null && year is null && YearOf(counted.Value, words, i, language) is not null))
            {
                (day, year) = day is null ? (counted.Value, year) : (day, YearOf(counted.Value, words, i, language));
                i += counted.Words - 1;
                end = words[i].End;
                continue;
            }

            if (month is null && language.Map("months").TryGetValue(word, out var found))
                month = found;
            else if (day is null && i + 1 < words.Count && Day($"{word}-{words[i + 1].Text}", language) is { } compound)
                (day, i) = (compound, i + 1);
            else if (day is null && Day(word, language) is { } ordinal)
                day = ordinal;
            else if (year is null && month is not null && YearNumber(word, language) is { } number && YearOf(number, words, i, language) is { } calendarYear)
                year = calendarYear;
            else if (year is null && month is not null && day is not null && SpokenYear(words, i, language) is var (spoken, last))
                (year, i) = (spoken, last);
            else if (!language.Has("date links", word))
                break;
            else
                continue;
            end = words[i].End;
        }

        if (month is null || day is null)
            return null;
        var value = string.Create(CultureInfo.InvariantCulture, $"{day} {month}{(year is null ? "" : " " + year.Value.ToString(CultureInfo.InvariantCulture))}");
        return new SlotReading(value, end);
    }

    // "4.5.1994": with points between the day is always the first.
    private static (int Day, string Month, int? Year)? InFigures(string word)
    {
        if (word.Split('.') is not [{ Length: 1 or 2 } day, { Length: 1 or 2 } month, .. var years] || years.Length > 1
            || !DateOnly.TryParseExact($"{day}.{month}.{(years is [{ Length: 4 } given] ? given : LeapYear)}", "d.M.yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return null;
        return (date.Day, date.ToString("MMMM", CultureInfo.InvariantCulture), years is [{ Length: 4 }] ? date.Year : null);
    }

    // In figures, or as one word: "neunzehnhundertachtzig".
    private static int? YearNumber(string word, Language language)
    {
        if (word.Length is 2 or 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        foreach (var (century, years) in language.Map("centuries").Where(one => word.StartsWith(one.Key, StringComparison.Ordinal)))
        {
            var rest = word[century.Length..];
            rest = rest.StartsWith("und", StringComparison.Ordinal) ? rest["und".Length..] : rest;
            var further = rest.Length == 0 ? "0" : language.Map("digits").GetValueOrDefault(rest);
            if (further is not null)
                return int.Parse(years, CultureInfo.InvariantCulture) + int.Parse(further, CultureInfo.InvariantCulture);
        }

        return null;
    }

    // "Mayo del 85": two digits after a link that are no day are a year of the last century.
    private static int? YearOf(int number, IReadOnlyList<(string Text, int Start, int End)> words, int at, Language language) => number switch
    {
        > 1900 and < 2100 => number,
        > 31 and < 100 when language.Has("date links", words[at - 1].Text) => 1900 + number,
        _ => null,
    };

    // "Nineteen sixty-two", "two thousand and five".
    private static (int Year, int Last)? SpokenYear(IReadOnlyList<(string Text, int Start, int End)> words, int at, Language language)
    {
        if (!language.Map("centuries").TryGetValue(words[at].Text.ToLowerInvariant(), out var century))
            return null;
        var year = int.Parse(century, CultureInfo.InvariantCulture) * 100;
        var last = at;
        foreach (var part in words.Skip(at + 1).TakeWhile(word => IsOfYear(word.Text, language)))
        {
            last++;
            year += part.Text.ToLowerInvariant().Split('-').Sum(number => int.Parse(language.Map("year words").GetValueOrDefault(number, "0"), CultureInfo.InvariantCulture));
        }

        return last > at && year is > 1900 and < 2100 ? (year, last) : null;
    }

    private static bool IsOfYear(string word, Language language)
        => language.Has("year links", word) || word.Split('-').All(part => language.Has("year words", part));

    private static int? Day(string word, Language language)
    {
        if (language.Map("ordinals").TryGetValue(word, out var ordinal))
            return int.Parse(ordinal, CultureInfo.InvariantCulture);
        var digits = new string([.. word.TakeWhile(char.IsAsciiDigit)]);
        return digits.Length is 1 or 2 && word[digits.Length..] is "" or "st" or "nd" or "rd" or "th" or "er" or "º"
            && int.Parse(digits, CultureInfo.InvariantCulture) is >= 1 and <= 31 and var day ? day : null;
    }
}
