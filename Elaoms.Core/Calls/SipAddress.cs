namespace Elaoms.Core.Calls;

/// <summary>
/// A <c>sip:</c>, <c>sips:</c> or <c>tel:</c> address (RFC 3261, RFC 3966). Display name, brackets and parameters are optional.
/// </summary>
/// <param name="UserPart">What stands before the host: a number or a name.</param>
/// <param name="Host">The host in lower case; empty for <c>tel:</c>.</param>
internal sealed record SipAddress(string UserPart, string Host)
{
    public static SipAddress? Parse(string text)
    {
        var open = text.IndexOf('<', StringComparison.Ordinal);
        if (open >= 0 && text.IndexOf('>', open) is var close && close > open)
            text = text[(open + 1)..close];

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || text[..colon].ToUpperInvariant() is not ("SIP" or "SIPS" or "TEL"))
            return null;

        var address = text[(colon + 1)..];
        var at = address.LastIndexOf('@');
        var (user, host) = at < 0 ? (address, "") : (address[..at], address[(at + 1)..]);
        return new SipAddress(UserOf(user), BeforeAny(host, ';', '?').Trim().ToLowerInvariant());
    }

    public override string ToString() => Host.Length == 0 ? UserPart : $"{UserPart}@{Host}";

    // An extension tells people behind one number apart, so it stays part of the name; other parameters say how to route.
    private static string UserOf(string user)
    {
        var extension = user.Split(';').Skip(1).FirstOrDefault(part => part.StartsWith("ext=", StringComparison.OrdinalIgnoreCase));
        var name = BeforeAny(user, ';', '?').Trim();
        return extension is null ? name : $"{name};{extension.Trim()}";
    }

    private static string BeforeAny(string text, char first, char second)
    {
        var end = text.AsSpan().IndexOfAny(first, second);
        return end < 0 ? text : text[..end];
    }
}
