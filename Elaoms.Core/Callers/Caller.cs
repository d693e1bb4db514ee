using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Elaoms.Core.Callers;

/// <summary>
/// Who calls: a kind and a normalised identity. Every route reads caller ids with <see cref="Read"/>, so the same person is the same caller at the start of a call,
/// during it and after it.
/// </summary>
/// <param name="Kind">What kind of name it is.</param>
/// <param name="Identity">The normalised name: <c>+</c> and digits for an international number, else as it was given.</param>
public sealed record Caller(
    [property: JsonConverter(typeof(JsonStringEnumConverter<CallerKind>))] CallerKind Kind,
    string Identity)
{
    /// <summary>The most characters an identity may have.</summary>
    public const int MaxLength = 256;

    // E.164 allows 15 digits. Without a plus, 11 or more digits that begin with no 0 are a country code and a number (SIP trunks and WhatsApp write them so);
    // fewer may as well be a national number, and reading those as international could join two people.
    private const int MaxPhoneDigits = 15;
    private const int MinInternationalDigits = 11;

    // Shorter than any subscriber's number: an extension, which must not swallow a user name such as "7".
    private const int MinPhoneDigits = 3;

    /// <summary>Reads a caller id in any form that a carrier, a SIP trunk, WhatsApp or an application sends.</summary>
    /// <param name="raw">The id as it came.</param>
    /// <param name="caller">The caller when the reading is <see cref="CallerReading.Known"/>.</param>
    public static CallerReading Read(string? raw, out Caller? caller)
    {
        caller = null;
        var text = raw?.Trim();
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
            return CallerReading.Missing;

        var address = SipAddress.Parse(text);
        var name = address?.UserPart ?? text;
        if (HiddenNumber.IsHidden(name))
            return CallerReading.Hidden;

        var isPhone = TryReadPhone(name, out var phone);
        if (isPhone && HiddenNumber.IsHidden(phone!))
            return CallerReading.Hidden;

        // 1001 at one exchange and 1001 at another are two people; an international number is one, whichever exchange it comes through.
        if (isPhone && (phone![0] == '+' || address is not { Host.Length: > 0 }))
            caller = new Caller(CallerKind.Phone, phone);
        else
            caller = address is null ? new Caller(CallerKind.User, text) : new Caller(CallerKind.Sip, address.ToString());
        return CallerReading.Known;
    }

    /// <summary>
    /// Reads the id that an application gave its user. Like <see cref="Read"/>, but digits without a plus stay the application's own numbering, which may well hold
    /// the digits of somebody's telephone number.
    /// </summary>
    /// <param name="raw">The id as it came.</param>
    /// <param name="caller">The caller when the reading is <see cref="CallerReading.Known"/>.</param>
    public static CallerReading ReadUserId(string? raw, out Caller? caller)
    {
        var reading = Read(raw, out caller);
        if (caller is { Kind: CallerKind.Phone } && raw.AsSpan().IndexOfAny('+', ':') < 0)
            caller = new Caller(CallerKind.User, raw!.Trim());
        return reading;
    }

    /// <summary>The number, for display, where the caller is known by one; else null.</summary>
    [JsonIgnore]
    public string? PhoneNumber => Kind == CallerKind.Phone ? Identity : null;

    private static bool TryReadPhone(string text, [NotNullWhen(true)] out string? phone)
    {
        phone = null;
        Span<char> digits = stackalloc char[MaxPhoneDigits + 2];
        var count = 0;
        var plus = false;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (count == digits.Length)
                    return false;
                digits[count++] = c;
            }
            else if (c == '+' && count == 0 && !plus)
            {
                plus = true;
            }
            else if (c is not (' ' or '-' or '.' or '(' or ')' or '/' or '\u00A0'))
            {
                return false;
            }
        }

        var number = digits[..count];
        if (!plus && number.StartsWith("00"))
        {
            plus = true;
            number = number[2..];
        }

        if (number.Length is < MinPhoneDigits or > MaxPhoneDigits)
            return false;
        plus |= number.Length >= MinInternationalDigits && number[0] != '0';
        phone = plus ? $"+{number}" : number.ToString();
        return true;
    }
}
