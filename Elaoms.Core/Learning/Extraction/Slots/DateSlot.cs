using System.Globalization;

namespace Elaoms.Core.Learning.Extraction.Slots;

/// <summary>A day of the calendar, with or without its year; its value is the day first and the month in English.</summary>
internal sealed class DateSlot : ISlot
{
    private const int MaxWords = 8;

    public string Pattern(bool isLast) => isLast ? @"[^\s;:?!]+(?:\s+[^\s;:?!]+){0,7}" : @"[^\s;:?!]+(?:\s+[^\s;:?!]+){0,7}?";

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        var language = context.Language;
        string? month = null;
        int? day = null, year = null;
        var end = 0;
        foreach (var (word, _, wordEnd) in Tokens.Of(text).Take(MaxWords))
        {
            var plain = word.ToLowerInvariant().TrimEnd('.');
            if (month is null && language.Map("months").TryGetValue(plain, out var found))
                month = found;
            else if (day is null && Day(plain, language) is { } ordinal)
                day = ordinal;
            else if (year is null && month is not null && plain.Length == 4 && int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 1900 and < 2100)
                year = number;
            else if (!language.Has("date links", plain))
                break;
            else
                continue;
            end = wordEnd;
        }

        if (month is null || day is null)
            return null;
        var value = string.Create(CultureInfo.InvariantCulture, $"{day} {month}{(year is null ? "" : " " + year.Value.ToString(CultureInfo.InvariantCulture))}");
        return new SlotReading(value, end);
    }

    private static int? Day(string word, Language language)
    {
        if (language.Map("ordinals").TryGetValue(word, out var ordinal))
            return int.Parse(ordinal, CultureInfo.InvariantCulture);
        var digits = new string([.. word.TakeWhile(char.IsAsciiDigit)]);
        return digits.Length is 1 or 2 && word[digits.Length..] is "" or "st" or "nd" or "rd" or "th" or "er" or "º"
            && int.Parse(digits, CultureInfo.InvariantCulture) is >= 1 and <= 31 and var day ? day : null;
    }
}
