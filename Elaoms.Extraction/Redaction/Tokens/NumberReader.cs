using System.Globalization;

namespace Elaoms.Extraction.Redaction.Tokens;

/// <summary>Reads the numbers of a text, in digits and in words.</summary>
internal static class NumberReader
{
    /// <summary>The number that begins with a word: a numeral, or words for a number.</summary>
    /// <returns>Its digits; null when there is none.</returns>
    public static string? Read(TokenizedText text, int at, out int end)
    {
        end = at;
        if (at >= text.Count)
            return null;
        if (text[at].IsNumeral)
        {
            end = at + 1;
            return text.Plain(at).ToString();
        }

        if (text[at].WordId == 0)
            return null;
        if (text.Vocabulary.Match(text, at, VocabularySection.Repeats, uint.MaxValue, out var digit, out var times)
            && ReadPlain(text, digit, out end) is { } repeated)
            return string.Concat(Enumerable.Repeat(repeated, times));
        return ReadPlain(text, at, out end);
    }

    private static string? ReadPlain(TokenizedText text, int at, out int end)
    {
        end = at;
        if (at >= text.Count)
            return null;
        if (text[at].IsNumeral)
        {
            end = at + 1;
            return text.Plain(at).ToString();
        }

        if (!Match(text, at, out end, out var value))
            return null;
        while (true)
        {
            var next = value is >= 20 and < 100 ? text.End(VocabularySection.NumberJoiners, end) : end;
            if (!IsTogether(text, end, next) || !Match(text, next, out var nextEnd, out var more)
                || Together(value, more, next > end) is not { } together)
                return value.ToString(CultureInfo.InvariantCulture);
            (value, end) = (together, nextEnd);
        }
    }

    private static bool Match(TokenizedText text, int at, out int end, out int value)
        => text.Vocabulary.Match(text, at, VocabularySection.Numbers, uint.MaxValue, out end, out value);

    // "forty-two", "soixante-douze", "four hundred eleven", "two thousand twenty-eight".
    private static int? Together(int value, int more, bool isJoined) => (value, more) switch
    {
        ( >= 20 and < 100, > 0 and < 10) when value % 10 == 0 => value + more,
        (60 or 80, > 10 and < 20) => value + more,
        ( > 0 and < 100, 100) when !isJoined => value * 100,
        ( > 0 and < 1000, 1000) when !isJoined => value * 1000,
        ( >= 1000, > 0 and < 1000) when value % 1000 == 0 => value + more,
        ( >= 1000 and < 1_000_000, 100) when value % 1000 is > 0 and < 10 => value - (value % 1000) + (value % 1000 * 100),
        ( >= 100, > 0 and < 100) when value % 100 == 0 => value + more,
        ( > 100, > 0 and < 10) when value % 10 == 0 && value % 100 >= 20 => value + more,
        ( > 100, > 10 and < 20) when value % 100 is 60 or 80 => value + more,
        _ => null,
    };

    private static bool IsTogether(TokenizedText text, int first, int last)
    {
        for (var token = first; token <= last && token < text.Count; token++)
        {
            if (text.Gap(token).ContainsAnyExcept(" -\u00A0‑"))
                return false;
        }

        return true;
    }
}
