using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction.Finders;

/// <summary>
/// Numbers of persons with the state whose form alone tells them, so that no word need name them. Others, such as the German Steuer-ID or
/// the NHS number, look like telephone numbers too often and are told by their names.
/// </summary>
internal static class IdentityNumbers
{
    private const string SpanishLetters = "trwagmyfpdxbnjzsqvhlcke";

    /// <summary>Whether a number has such a form.</summary>
    public static bool IsOne(NumberRun run)
    {
        var text = run.Text;
        return text.Length switch
        {
            9 => IsSpanish(text) || IsBritish(run) || IsAmerican(run),
            13 => IsSwiss(run) || IsMexicanTax(text),
            15 => IsFrench(text),
            18 => IsMexicanPerson(text),
            _ => false,
        };
    }

    // DNI: eight digits and a letter; NIE: X, Y or Z in place of the first.
    private static bool IsSpanish(string text)
    {
        var number = text[0] is 'x' or 'y' or 'z' ? (char)('0' + text[0] - 'x') + text[1..8] : text[..8];
        return AreDigits(number) && SpanishLetters[CheckDigits.Remainder(number, SpanishLetters.Length)] == text[8];
    }

    // National insurance: QQ 12 34 56 C, written as such.
    private static bool IsBritish(NumberRun run)
        => run.Text is [>= 'a' and <= 'z', >= 'a' and <= 'z', .., >= 'a' and <= 'd']
            && AreDigits(run.Text.AsSpan(2, 6))
            && run.Parts.Count is 1 or 2 or 5
            && char.IsUpper(run.Tokens.Text[run.Start]);

    // 078-05-1120.
    private static bool IsAmerican(NumberRun run)
        => run.Parts is [{ Text.Length: 3 }, { Text.Length: 2 }, { Text.Length: 4 }]
            && run.IsDigits
            && run.Tokens.Gap(run.Parts[1].FirstToken) is "-"
            && run.Tokens.Gap(run.Parts[2].FirstToken) is "-";

    // AHV: 756.9217.0769.85.
    private static bool IsSwiss(NumberRun run)
        => run.IsDigits && run.Text.StartsWith("756", StringComparison.Ordinal) && CheckDigits.IsEan(run.Text);

    // NIR: sex, year, month, place and order, and a key of two digits; Corsica is told by its name only.
    private static bool IsFrench(string text)
        => text[0] is '1' or '2' && AreDigits(text)
            && 97 - CheckDigits.Remainder(text.AsSpan(0, 13), 97) == ((text[13] - '0') * 10) + text[14] - '0';

    // RFC: four letters, day of birth, three more.
    private static bool IsMexicanTax(string text) => AreLetters(text.AsSpan(0, 4)) && IsDay(text.AsSpan(4, 6));

    // CURP: four letters, day of birth, sex, five letters, two more.
    private static bool IsMexicanPerson(string text)
        => AreLetters(text.AsSpan(0, 4)) && IsDay(text.AsSpan(4, 6)) && text[10] is 'h' or 'm' or 'x' && AreLetters(text.AsSpan(11, 5))
            && char.IsAsciiDigit(text[17]);

    private static bool IsDay(ReadOnlySpan<char> digits)
        => AreDigits(digits) && digits[2..4] is ['0', >= '1'] or ['1', <= '2'] && digits[4] <= '3';

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static bool AreLetters(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('a', 'z');
}
