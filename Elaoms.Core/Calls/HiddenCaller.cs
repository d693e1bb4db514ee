using System.Buffers;
using System.Collections.Frozen;
using Elaoms.Core.Text;

namespace Elaoms.Core.Calls;

/// <summary>
/// Tells what stands for anybody in place of a caller: what carriers say of a withheld number, what programs write for a missing value,
/// and numbers that nobody has. Whoever is known by it would share a record with strangers. The words are those of <see
/// cref="HiddenWords"/>.
/// </summary>
internal static class HiddenCaller
{
    /// <summary>How many times a digit must be repeated before a whole number of it is nobody's; zeros are at any length.</summary>
    public const int ShortestRepeatedNumber = 3;

    /// <summary>The same for the extension of an exchange and the id of an application's user, which may well be 222.</summary>
    public const int ShortestRepeatedId = 7;

    private const string KeyOfLetter = "22233344455566677778889999";

    // The platform's own variables. Their text arrives where one was not filled.
    private const string VariablePrefix = "system__";

    // RFC 2606 reserves it, RFC 3323 uses it (anonymous.invalid), 3GPP TS 23.003 as well (unavailable@unknown.invalid).
    private const string HostOfNobody = ".invalid";

    // https://help.twilio.com/articles/223179988: +266696687 is ANONYMOUS on a keypad.
    private static readonly string[] TypedOnKeypad = ["anonymous", "unknown", "restricted", "unavailable", "blocked", "private"];

    private static readonly FrozenSet<string> KeypadForms = TypedOnKeypad.Select(OnKeypad).ToFrozenSet(StringComparer.Ordinal);

    private static readonly SearchValues<string> TemplateMarks =
        SearchValues.Create(["{{", "}}", "${", "<%", "%>"], StringComparison.Ordinal);

    // The second digits of the country codes that have two, by their first. 1 and 7 are codes of one digit, all others have three.
    // Source: https://www.itu.int/dms_pub/itu-t/opb/sp/T-SP-E.164D-2016-PDF-E.pdf
    private static readonly string[] TwoDigitCodes = ["", "", "07", "0123469", "013456789", "12345678", "0123456", "", "1246", "0123458"];

    /// <summary>Whether an id names nobody.</summary>
    /// <param name="text">The whole id.</param>
    /// <param name="address">What it says as an address; null when it is none.</param>
    /// <param name="shortestRepeated">How often one digit must be repeated for a number to be nobody's.</param>
    public static bool IsHidden(string text, SipAddress? address, int shortestRepeated)
    {
        if (text.StartsWith(VariablePrefix, StringComparison.Ordinal) || text.AsSpan().ContainsAny(TemplateMarks))
            return true;

        var (name, host) = address is null ? Split(text) : Split(address);
        if (IsNowhere(host))
            return true;

        var words = Words(name);
        if (words.Count == 0)
            return true;
        var digits = string.Concat(words);
        return digits.All(char.IsAsciiDigit)
            ? IsRepeated(digits, shortestRepeated) || KeypadForms.Contains(digits)
            : HiddenWords.BuiltIn.Hide(words);
    }

    /// <summary>Whether a telephone number is nobody's.</summary>
    /// <param name="phone">As <see cref="Caller"/> writes numbers.</param>
    /// <param name="shortestRepeated">How often one digit must be repeated.</param>
    public static bool IsHidden(string phone, int shortestRepeated)
    {
        var digits = phone.AsSpan().TrimStart('+');
        return IsRepeated(digits, shortestRepeated)
            || KeypadForms.GetAlternateLookup<ReadOnlySpan<char>>().Contains(digits)
            || (phone[0] == '+' && IsRepeated(digits[Math.Min(CountryCodeLength(digits), digits.Length - 1)..], ShortestRepeatedId));
    }

    /// <summary>
    /// The words of a text: letters in lower case without accents, digits of any script as ASCII, without what can't be seen; everything
    /// else parts words.
    /// </summary>
    public static List<string> Words(string text)
        => WordReader.WordsOf(text, WordOptions.HalfWidth | WordOptions.AsciiDigits | WordOptions.JoinsOverInvisible);

    // A host or a parameter behind the word doesn't make it a name.
    private static (string Name, string Host) Split(string text)
    {
        var end = text.AsSpan().IndexOfAny('@', ';');
        if (end <= 0)
            return (text, "");
        var host = text[end] == '@' ? text[(end + 1)..] : "";
        var parameters = host.IndexOf(';', StringComparison.Ordinal);
        return (text[..end], parameters < 0 ? host : host[..parameters]);
    }

    private static (string Name, string Host) Split(SipAddress address)
    {
        var end = address.UserPart.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? address.UserPart : address.UserPart[..end], address.Host);
    }

    private static bool IsNowhere(string host)
    {
        var port = host.LastIndexOf(':');
        return (port < 0 ? host : host[..port]).TrimEnd('.').EndsWith(HostOfNobody, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsRepeated(ReadOnlySpan<char> digits, int shortest)
        => !digits.ContainsAnyExcept(digits[0]) && (digits[0] == '0' || digits.Length >= shortest);

    private static int CountryCodeLength(ReadOnlySpan<char> digits)
    {
        if (digits[0] is '1' or '7')
            return 1;
        return TwoDigitCodes[digits[0] - '0'].Contains(digits[1], StringComparison.Ordinal) ? 2 : 3;
    }

    private static string OnKeypad(string word) => string.Concat(word.Select(letter => KeyOfLetter[letter - 'a']));
}
