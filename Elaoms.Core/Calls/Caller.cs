using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Elaoms.Core.Calls;

/// <summary>
/// Who calls: a kind and a normalised identity. Ids of the platform are read with <see cref="Read"/>, those of applications with
/// <see cref="ReadUserId"/>, wherever they come from, so the same person is the same caller at the start of a call, during it and after it.
/// </summary>
/// <param name="Kind">What kind of name it is.</param>
/// <param name="Identity">The normalised name: <c>+</c> and digits for an international number, else as it was given.</param>
public sealed record Caller(
    [property: JsonConverter(typeof(JsonStringEnumConverter<CallerKind>))] CallerKind Kind,
    string Identity)
{
    /// <summary>The most characters an identity may have.</summary>
    public const int MaxLength = 256;

    // E.164 allows 15 digits. Without a plus, 11 or more digits that don't begin with 0 are a country code and a number: SIP trunks and
    // WhatsApp write them so. Fewer digits may be a national number, and reading those as international could join two people.
    private const int MaxPhoneDigits = 15;
    private const int MinInternationalDigits = 11;

    // Shorter than any subscriber's number: an extension, which must not swallow a user name such as "7".
    private const int MinPhoneDigits = 3;

    /// <summary>
    /// Reads an id that telephone, WhatsApp or SMS give a caller, in any form that a carrier or a SIP trunk sends: a number, an address,
    /// else the name of a line.
    /// </summary>
    /// <param name="raw">The id as it came.</param>
    /// <param name="caller">The caller when the reading is <see cref="CallerIdentification.Known"/>.</param>
    public static CallerIdentification Read(string? raw, out Caller? caller)
    {
        caller = null;
        if (!TryTrim(raw, out var text))
            return CallerIdentification.Missing;

        var address = SipAddress.Parse(text);
        var isExtension = address is { Host.Length: > 0 };
        var shortestRepeated = isExtension ? HiddenCaller.ShortestRepeatedId : HiddenCaller.ShortestRepeatedNumber;
        if (HiddenCaller.IsHidden(text, address, shortestRepeated))
            return CallerIdentification.Hidden;

        var isPhone = TryReadPhone(address?.UserPart ?? text, out var phone);
        if (isPhone && HiddenCaller.IsHidden(phone!, shortestRepeated))
            return CallerIdentification.Hidden;

        // 1001 at one exchange and 1001 at another are two people; an international number is one, whichever exchange it comes through.
        if (isPhone && (phone![0] == '+' || !isExtension))
            caller = new Caller(CallerKind.Phone, phone);
        else
            caller = address is null ? new Caller(CallerKind.Line, text) : new Caller(CallerKind.Sip, address.ToString());
        return CallerIdentification.Known;
    }

    /// <summary>
    /// Reads the id that an application gave its user. It is the application's own whatever it looks like: whoever is on a web page can
    /// set it, so a number in it names nobody on the telephone.
    /// </summary>
    /// <param name="raw">The id as it came.</param>
    /// <param name="caller">The caller when the reading is <see cref="CallerIdentification.Known"/>.</param>
    /// <param name="areNumbersPhones">Whether the application is trusted to give telephone numbers (<c>USER_ID_IS_PHONE</c>); what is no
    /// number stays its own id.</param>
    public static CallerIdentification ReadUserId(string? raw, out Caller? caller, bool areNumbersPhones = false)
    {
        caller = null;
        if (!TryTrim(raw, out var text))
            return CallerIdentification.Missing;

        var address = SipAddress.Parse(text);
        if (HiddenCaller.IsHidden(text, address, HiddenCaller.ShortestRepeatedId))
            return CallerIdentification.Hidden;
        if (TryReadPhone(address?.UserPart ?? text, out var phone) && HiddenCaller.IsHidden(phone, HiddenCaller.ShortestRepeatedId))
            return CallerIdentification.Hidden;

        if (areNumbersPhones && Read(raw, out var named) == CallerIdentification.Known && named!.Kind == CallerKind.Phone)
            caller = named;
        else
            caller = new Caller(CallerKind.User, text);
        return CallerIdentification.Known;
    }

    /// <summary>The number, for display, where the caller is known by one; else null.</summary>
    [JsonIgnore]
    public string? PhoneNumber => Kind == CallerKind.Phone ? Identity : null;

    /// <summary>
    /// Whether the name is one that is hidden: a record under it was written before it counted as such, and strangers share it.
    /// </summary>
    [JsonIgnore]
    public bool IsHidden => Kind switch
    {
        CallerKind.User => ReadUserId(Identity, out _),
        CallerKind.Sip => Read("sip:" + Identity, out _),
        _ => Read(Identity, out _),
    } == CallerIdentification.Hidden;

    // Our own id of a caller comes back in many places, and says nothing of who is calling.
    private static bool TryTrim(string? raw, out string text)
    {
        text = raw?.Trim() ?? "";
        return text.Length is > 0 and <= MaxLength && !PlatformUserId.Is(text);
    }

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

/// <summary>What a caller id turned out to be.</summary>
public enum CallerIdentification
{
    /// <summary>Absent, blank, or too long to be a name.</summary>
    Missing,

    /// <summary>A withheld number. It must never name a record: everybody who hides would share it.</summary>
    Hidden,

    /// <summary>Somebody.</summary>
    Known,
}

/// <summary>What kind of name a caller is known by. Part of the caller key, so equal text of two kinds never meets.</summary>
public enum CallerKind
{
    /// <summary>A telephone number; also a WhatsApp id that is one.</summary>
    Phone,

    /// <summary>A SIP address that holds no telephone number.</summary>
    Sip,

    /// <summary>An id that an application gave its user, whatever it looks like.</summary>
    User,

    /// <summary>
    /// What a telephone line, WhatsApp or SMS is known by that is neither a number nor an address, such as the user of a SIP trunk.
    /// </summary>
    Line,
}
