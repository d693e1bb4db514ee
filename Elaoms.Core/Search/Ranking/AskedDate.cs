using Elaoms.Core.Search.Parts;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Elaoms.Core.Search.Ranking;

/// <summary>A date as a query names it: a year, a month or a day, each with or without the larger ones.</summary>
/// <param name="Year">The year; null when any may be meant.</param>
/// <param name="Month">The month; null when the year is all.</param>
/// <param name="Day">The day; null when the whole month is meant.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AskedDate(int? Year, int? Month, int? Day)
{
    private const int EarliestYear = 1900;
    private const int LatestYear = 2099;
    private const int LastDay = 31;

    // People remember a day roughly, and tell of it before and after.
    private const int DaysAround = 7;

    /// <summary>Whether a day can be meant.</summary>
    public bool Fits(DateOnly date)
    {
        if (Day is not { } day || Month is not { } month)
            return (Month is null || Month == date.Month) && (Year is null || Year == date.Year);
        for (var year = Year ?? Math.Max(1, date.Year - 1); year <= (Year ?? Math.Min(date.Year + 1, DateOnly.MaxValue.Year)); year++)
        {
            if (day <= DateTime.DaysInMonth(year, month)
                && Math.Abs(date.DayNumber - new DateOnly(year, month, day).DayNumber) <= DaysAround)
                return true;
        }

        return false;
    }

    /// <summary>
    /// The dates in a query, such as <c>2024-05-08</c>, <c>8 May 2024</c>, <c>May 8th</c>, <c>8 de mayo</c>, <c>in May</c> or <c>2024</c>.
    /// </summary>
    /// <param name="words">The words without case and accents.</param>
    /// <param name="capitals">Which of them are written with a capital.</param>
    /// <param name="terms">Knows the names of months.</param>
    public static List<AskedDate> In(IReadOnlyList<string> words, IReadOnlyList<bool> capitals, Terms terms)
    {
        var dates = new List<AskedDate>();
        var readTo = 0;
        for (var at = 0; at < words.Count; at++)
        {
            if (MonthOf(words[at], capitals[at] && (at > 0 || words.Count > 1 && char.IsAsciiDigit(words[1][0])), terms) is { } month)
            {
                var before = at - 1 >= readTo
                    ? DayOf(words[at - 1])
                        ?? (at - 2 >= readTo && terms.Has(static language => language.DateLinks, words[at - 1])
                            ? DayOf(words[at - 2])
                            : null)
                    : null;
                var after = before is null && at + 1 < words.Count ? DayOf(words[at + 1]) : null;
                var next = after is null ? at + 1 : at + 2;
                if (next < words.Count && terms.Has(static language => language.YearLinks, words[next]))
                    next++;
                var year = next < words.Count ? YearOf(words[next]) : null;
                dates.Add(new AskedDate(year, month, before ?? after));
                readTo = year is null ? at + (after is null ? 1 : 2) : next + 1;
                at = readTo - 1;
            }
            else if (YearOf(words[at]) is { } year)
            {
                dates.Add(at + 2 < words.Count
                    && NumberOf(words[at + 1]) is >= 1 and <= 12 and var isoMonth
                    && NumberOf(words[at + 2]) is >= 1 and <= LastDay and var isoDay
                    ? new AskedDate(year, isoMonth, isoDay)
                    : new AskedDate(year, null, null));
                readTo = at + 1;
            }
        }

        return dates;
    }

    /// <summary>Whether a word can be a part of a date: a month, or a number.</summary>
    public static bool IsPart(string word, Terms terms)
        => char.IsAsciiDigit(word[0]) || terms.Languages.Any(language => language.Months.ContainsKey(word));

    private static int? MonthOf(string word, bool capital, Terms terms)
    {
        if (!capital && terms.Has(static language => language.CapitalMonths, word))
            return null;
        foreach (var language in terms.Languages)
        {
            if (language.Months.TryGetValue(word, out var month))
                return month;
        }

        return null;
    }

    private static int? YearOf(string word)
        => word.Length == 4 && NumberOf(word) is >= EarliestYear and <= LatestYear and var year ? year : null;

    // 8, 8th, 1st, 1er
    private static int? DayOf(string word)
    {
        var digits = word.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        return digits.Length is 1 or 2 && word.Length - digits.Length <= 2 && NumberOf(digits) is >= 1 and <= LastDay and var day
            ? day
            : null;
    }

    private static int? NumberOf(ReadOnlySpan<char> word)
        => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
