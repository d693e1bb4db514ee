using System.Globalization;

namespace Elaoms.Core.Learning.Extraction.Slots;

/// <summary>A day of the calendar, with or without its year; its value is the day first and the month in English.</summary>
internal sealed class DateSlot : ISlot
{
    private const int MaxWords = 12;

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
            var plain = words[i].Text.ToLowerInvariant().TrimEnd('.');
            if (SpokenNumber.Read(text, words, i, language) is { } spoken && (day is null ? spoken.Value is >= 1 and <= 31 : month is not null && year is null && YearOf(spoken.Value, words, i, language) is not null))
            {
                (day, year) = day is null ? (spoken.Value, year) : (day, YearOf(spoken.Value, words, i, language));
                i += spoken.Words - 1;
                end = words[i].End;
                continue;
            }

            if (month is null && language.Map("months").TryGetValue(plain, out var found))
                month = found;
            else if (day is null && Day(plain, language) is { } ordinal)
                day = ordinal;
            else if (year is null && month is not null && plain.Length is 2 or 4 && int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && YearOf(number, words, i, language) is { } calendarYear)
                year = calendarYear;
            else if (!language.Has("date links", plain))
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

    // "Mayo del 85": two digits after a link that are no day are a year of the last century.
    private static int? YearOf(int number, IReadOnlyList<(string Text, int Start, int End)> words, int at, Language language) => number switch
    {
        > 1900 and < 2100 => number,
        > 31 and < 100 when language.Has("date links", words[at - 1].Text) => 1900 + number,
        _ => null,
    };

    private static int? Day(string word, Language language)
    {
        if (language.Map("ordinals").TryGetValue(word, out var ordinal))
            return int.Parse(ordinal, CultureInfo.InvariantCulture);
        var digits = new string([.. word.TakeWhile(char.IsAsciiDigit)]);
        return digits.Length is 1 or 2 && word[digits.Length..] is "" or "st" or "nd" or "rd" or "th" or "er" or "º"
            && int.Parse(digits, CultureInfo.InvariantCulture) is >= 1 and <= 31 and var day ? day : null;
    }
}
