using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Operators;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;

namespace Elaoms.WebConsole.SignIn;

/// <summary>
/// Makes and reads the cookies of signed-in operators. Nothing is stored: a cookie is signed, so it holds on every instance. It names an
/// operator by a fingerprint of the key, so it ends with the key, and an account by its name and role. Thread-safe.
/// </summary>
public sealed class ConsoleSessions
{
    /// <summary>The cookie's name. By its prefix, browsers take it from this host alone, over https or on localhost.</summary>
    public const string CookieName = "__Host-elaoms";

    private const int IdBytes = 16;
    private const int MaxLength = 320;

    // No fingerprint begins so.
    private const string Account = "account-";

    /// <summary>How long somebody stays signed in.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>How long an account of Entra ID stays signed in: nothing tells when it is closed, or loses its role.</summary>
    public static readonly TimeSpan LifetimeOfAccounts = TimeSpan.FromHours(4);

    private readonly TimeProvider _time;
    private readonly bool _hasAccounts;
    private readonly byte[] _cookieKey;
    private readonly byte[] _tokenKey;
    private readonly Dictionary<string, SignedInOperator> _operators = new(StringComparer.Ordinal);

    /// <summary>Makes the sessions of a deployment.</summary>
    public ConsoleSessions(ElaomsSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_time, _hasAccounts) = (time, settings.ConsoleEntra is not null);
        var source = Encoding.UTF8.GetBytes(settings.OperatorSessionKey ?? settings.CallerHashKey);
        _cookieKey = DerivedKey.Of(source, "elaoms console session v1");
        _tokenKey = DerivedKey.Of(source, "elaoms console form v1");
        foreach (var key in settings.OperatorKeys)
            _operators[FingerprintOf(key.Key)] = new SignedInOperator(key.Name, key.Role);
    }

    /// <summary>Begins a session.</summary>
    /// <param name="operatorKey">A key that was found to be an operator's.</param>
    /// <returns>What the cookie holds.</returns>
    public string Begin(string operatorKey) => Begin(FingerprintOf(operatorKey), Lifetime);

    /// <summary>Begins a session of an account that Entra ID vouches for.</summary>
    /// <returns>What the cookie holds.</returns>
    public string Begin(SignedInOperator account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var name = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(account.Name));
        return Begin(string.Create(CultureInfo.InvariantCulture, $"{Account}{(int)account.Role}{name}"), LifetimeOfAccounts);
    }

    /// <summary>Reads a cookie; null for one that was not made here, has expired, or whose key is no operator's any more.</summary>
    public ConsoleSession? Read(string? cookie)
    {
        if (cookie is not { Length: > 0 and <= MaxLength } || cookie.LastIndexOf('.') is not (> 0 and var end))
            return null;
        var content = cookie[..end];
        if (!IsSame(Sign(_cookieKey, content), cookie[(end + 1)..]))
            return null;
        return content.Split('.') is [var fingerprint, var expires, var id]
            && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds > _time.GetUtcNow().ToUnixTimeSeconds()
            && FindOperator(fingerprint) is { } who
            ? new ConsoleSession(who, id)
            : null;
    }

    /// <summary>The token that every form of a session carries.</summary>
    public string TokenOf(ConsoleSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return Sign(_tokenKey, session.Id);
    }

    /// <summary>Whether a form carries the token of a session.</summary>
    public bool IsTokenOf(ConsoleSession session, string? token) => token is not null && IsSame(TokenOf(session), token);

    private string Begin(string who, TimeSpan lifetime)
    {
        var expires = (_time.GetUtcNow() + lifetime).ToUnixTimeSeconds();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var content = string.Create(CultureInfo.InvariantCulture, $"{who}.{expires}.{id}");
        return $"{content}.{Sign(_cookieKey, content)}";
    }

    // What a cookie says of an account was signed here.
    private SignedInOperator? FindOperator(string who)
        => !who.StartsWith(Account, StringComparison.Ordinal) ? _operators.GetValueOrDefault(who)
            : _hasAccounts ? new SignedInOperator(
                Encoding.UTF8.GetString(Base64Url.DecodeFromChars(who.AsSpan(Account.Length + 1))),
                (OperatorRole)(who[Account.Length] - '0'))
            : null;

    private static bool IsSame(string own, string sent)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(own), Encoding.UTF8.GetBytes(sent));

    private static string Sign(byte[] key, string content)
        => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(content)));

    private string FingerprintOf(string operatorKey) => Sign(_cookieKey, "key " + operatorKey)[..(2 * IdBytes)];
}

/// <summary>Somebody who is signed in.</summary>
/// <param name="Who">Who it is.</param>
/// <param name="Id">Names the session.</param>
public sealed record ConsoleSession(SignedInOperator Who, string Id)
{
    /// <summary>Whether they may change something.</summary>
    public bool CanChange => Who.Role >= OperatorRole.Operator;
}
