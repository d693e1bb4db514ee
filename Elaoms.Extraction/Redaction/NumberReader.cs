using System.Buffers;
using System.Globalization;

namespace Elaoms.Extraction.Redaction;

/// <summary>Reads the numbers of a text, in digits and in words.</summary>
internal static class NumberReader
{
    private const int MaxFillers = 3;
    private const int MaxLetters = 4;
    private const int MaxItems = 60;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n\u00A0\u202F,.-–—_/:…()*'’\"«»?!;");
    private static readonly SearchValues<char> Money = SearchValues.Create("$€£¥%");

    /// <summary>The number that begins with a word: a numeral, or words for a number.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The word.</param>
    /// <param name="end">The word after it.</param>
    /// <param name="words">The words for numbers.</param>
    /// <returns>Its digits; null when there is none.</returns>
    public static string? Read(SpokenText text, int at, out int end, SecretWords words)
    {
        end = at;
        if (at >= text.Words.Count)
            return null;
        if (text.Words[at].IsNumeral)
        {
            end = at + 1;
            return text.Words[at].Plain;
        }

        if (words.Repeats.Match(text, at, out var digit, out var times) && ReadPlain(text, digit, out end, words) is { } repeated)
            return string.Concat(Enumerable.Repeat(repeated, times));
        end = at;
        return ReadPlain(text, at, out end, words);
    }

    /// <summary>The numbers of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isTaken">Which words belong to something else.</param>
    /// <param name="words">The words for numbers.</param>
    public static IReadOnlyList<NumberRun> Runs(SpokenText text, Func<int, bool> isTaken, SecretWords words)
    {
        var runs = new List<NumberRun>();
        var items = new List<NumberItem>();
        var letters = new List<NumberItem>();
        var fillers = 0;
        for (var at = 0; at < text.Words.Count;)
        {
            // Letters and digits in one word follow without words between, or are something else.
            var isCode = text.Words[at].IsMixed || (items.Count > 0 && !items[^1].IsDigits);
            if (!IsSeparated(text, at) || isTaken(at) || items.Count == MaxItems || (isCode && fillers > 0))
                Close();
            if (!isTaken(at) && ReadItem(text, at, out var end, words) is { } digits)
            {
                var item = new NumberItem(digits, at, end);
                // A day, a year or an amount goes with no other number.
                if (IsDate(text, item, words) || IsMoney(text, item))
                {
                    Close();
                    items.Add(item);
                    Close();
                }
                else
                {
                    items.AddRange(letters);
                    items.Add(item);
                }

                letters.Clear();
                fillers = 0;
                at = end;
            }
            else if (!isTaken(at) && IsLetters(text, at, words) && letters.Count < MaxLetters)
            {
                letters.Add(new NumberItem(text.Words[at].Plain, at, at + 1));
                at++;
            }
            else if (items.Count > 0 && fillers < MaxFillers && words.NumberFillers.Match(text, at, out end, out _))
            {
                fillers++;
                at = end;
            }
            else
            {
                Close();
                at++;
            }
        }

        Close();
        return runs;

        void Close()
        {
            if (items.Count > 0 && letters is [var last, ..] && last.FirstWord == items[^1].EndWord && IsCodeLetter(text, last))
                items.Add(last);
            if (items.Count > 0)
                runs.Add(Made(text, [.. items], words));
            items.Clear();
            letters.Clear();
            fillers = 0;
        }
    }

    // Of the letters after a number only those belong to it that are no words.
    private static bool IsCodeLetter(SpokenText text, NumberItem letter)
        => char.IsUpper(text.Text[text.Words[letter.FirstWord].Start]) && letter.Text is not ("i" or "a" or "o" or "e" or "y");

    private static NumberRun Made(SpokenText text, IReadOnlyList<NumberItem> items, SecretWords words)
    {
        var gap = text.Gap(items[0].FirstWord).TrimEnd();
        return new NumberRun(
            text,
            items,
            HasPlus: gap is [.., '+'] || (items[0].FirstWord > 0 && text.Words[items[0].FirstWord - 1].Plain == "plus"),
            IsDate: (items.Count == 1 && IsDate(text, items[0], words)) || IsDateInDigits(text, items),
            CountsSomething: words.Quantities.Has(text, items[^1].EndWord) || IsMoney(text, items[^1]));
    }

    private static string? ReadItem(SpokenText text, int at, out int end, SecretWords words)
    {
        if (Read(text, at, out end, words) is { } digits)
            return digits;
        end = at + 1;
        return text.Words[at].IsMixed ? text.Words[at].Plain : null;
    }

    private static bool IsLetters(SpokenText text, int at, SecretWords words)
    {
        var word = text.Words[at];
        if (text.Gap(at) is "'" or "’" || word.Digits > 0 || word.Plain.Length > MaxLetters || words.NumberFillers.Has(text, at) || words.Links.Has(text, at))
            return false;
        var raw = text.Text.AsSpan(word.Start, word.End - word.Start);
        return raw.Length == 1
            ? raw is not ("I" or "i") && (char.IsUpper(raw[0]) || raw is not ("a" or "o" or "e" or "y" or "u" or "à"))
            : !raw.ContainsAnyExceptInRange('A', 'Z');
    }

    private static string? ReadPlain(SpokenText text, int at, out int end, SecretWords words)
    {
        end = at;
        if (at < text.Words.Count && text.Words[at].IsNumeral)
        {
            end = at + 1;
            return text.Words[at].Plain;
        }

        if (!words.Numbers.Match(text, at, out end, out var value))
            return null;
        while (true)
        {
            var next = words.NumberJoiners.Match(text, end, out var joined, out _) && value is >= 20 and < 100 ? joined : end;
            if (!IsTogether(text, end, next) || !words.Numbers.Match(text, next, out var nextEnd, out var more) || Together(value, more, next > end) is not { } together)
                return value.ToString(CultureInfo.InvariantCulture);
            (value, end) = (together, nextEnd);
        }
    }

    // "forty-two", "soixante-douze", "four hundred eleven", "two thousand twenty-eight".
    private static int? Together(int value, int more, bool isJoined) => (value, more) switch
    {
        ( >= 20 and < 100, > 0 and < 10) when value % 10 == 0 => value + more,
        (60 or 80, > 10 and < 20) => value + more,
        ( > 0 and < 100, 100) when !isJoined => value * 100,
        ( > 0 and < 1000, 1000) when !isJoined => value * 1000,
        ( >= 1000, > 0 and < 1000) when value % 1000 == 0 => value + more,
        ( >= 100, > 0 and < 100) when value % 100 == 0 => value + more,
        ( > 100, > 0 and < 10) when value % 10 == 0 && value % 100 >= 20 => value + more,
        ( > 100, > 10 and < 20) when value % 100 is 60 or 80 => value + more,
        _ => null,
    };

    private static bool IsTogether(SpokenText text, int first, int last)
    {
        for (var word = first; word <= last && word < text.Words.Count; word++)
        {
            if (text.Gap(word).ContainsAnyExcept(" -\u00A0‑"))
                return false;
        }

        return true;
    }

    private static bool IsSeparated(SpokenText text, int word) => !text.Gap(word).ContainsAnyExcept(Separators);

    private static bool IsMoney(SpokenText text, NumberItem item)
        => text.Gap(item.FirstWord).ContainsAny(Money) || text.Gap(item.EndWord).TrimStart() is [var first, ..] && Money.Contains(first);

    private static bool IsDate(SpokenText text, NumberItem item, SecretWords words)
    {
        if (!item.IsDigits || item.Text.Length is not (1 or 2 or 4))
            return false;
        var isDay = item.Text.Length < 3 && int.Parse(item.Text, CultureInfo.InvariantCulture) is > 0 and < 32;
        var isYear = item.Text.Length == 4 && item.Text[..2] is "19" or "20";
        var (one, two) = (item.FirstWord - 1, item.FirstWord - 2);
        var isAfter = (one >= 0 && words.Months.Has(text, one)) || (two >= 0 && words.Months.Has(text, two) && words.Links.Has(text, one));
        var isBefore = words.Months.Has(text, item.EndWord) || (words.Links.Has(text, item.EndWord) && words.Months.Has(text, item.EndWord + 1));
        return (isDay && (isAfter || isBefore)) || (isYear && isAfter);
    }

    // 12.03.2026 or 2026-03-12.
    private static bool IsDateInDigits(SpokenText text, IReadOnlyList<NumberItem> items)
    {
        if (items.Count != 3 || items.Any(item => !text.Words[item.FirstWord].IsNumeral || item.EndWord - item.FirstWord != 1))
            return false;
        var gap = text.Gap(items[1].FirstWord);
        if (gap is not ("." or "/" or "-") || !gap.SequenceEqual(text.Gap(items[2].FirstWord)))
            return false;
        return (items[0].Text.Length, items[1].Text.Length, items[2].Text.Length) is ( <= 2, <= 2, 4) or (4, 2, 2);
    }
}
