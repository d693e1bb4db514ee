using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;

namespace Elaoms.Core.Recall;

/// <summary>
/// Makes and reads callers' tokens: version, flags, expiry, two caller keys and the tenant, under HMAC-SHA256, in base64url. A token for
/// nobody is as long as any other of its tenant. It holds no number and no name, and nobody can make one without <c>CALLER_HASH_KEY</c>.
/// </summary>
public sealed class CallerTokens(ElaomsSettings settings, TimeProvider time)
{
    /// <summary>The header in which a tool brings the token back.</summary>
    public const string HeaderName = "X-Caller-Token";

    private const byte Version = 1;
    private const byte HasCaller = 1;
    private const byte IsCallerFormer = 2;
    private const byte HasCalled = 4;

    private const int FlagsAt = 1;
    private const int ExpiryAt = 2;
    private const int CallerAt = ExpiryAt + sizeof(long);
    private const int CalledAt = CallerAt + KeyBytes;
    private const int TenantAt = CalledAt + KeyBytes;
    private const int KeyBytes = HMACSHA256.HashSizeInBytes;
    private const int SealBytes = HMACSHA256.HashSizeInBytes;
    private const int MinBytes = TenantAt + 1 + SealBytes;
    private const int MaxBytes = TenantAt + Tenants.MaxLength + SealBytes;

    private readonly byte[] _key = DerivedKey.Of(Encoding.UTF8.GetBytes(settings.CallerHashKey), "elaoms caller token v1");

    /// <summary>Writes a token that is valid from now on for <c>CALLER_TOKEN_HOURS</c>.</summary>
    public string Issue(CallerToken token)
    {
        Span<byte> bytes = stackalloc byte[TenantAt + token.Tenant.Length + SealBytes];
        bytes.Clear();
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[ExpiryAt..], (time.GetUtcNow() + settings.CallerTokenLifetime).ToUnixTimeSeconds());
        if (token.Caller is { } caller)
        {
            bytes[FlagsAt] = caller.IsFormer ? (byte)(HasCaller | IsCallerFormer) : HasCaller;
            Convert.FromHexString(caller.Key.Value, bytes.Slice(CallerAt, KeyBytes), out _, out _);
        }

        if (token.Called is { } called)
        {
            bytes[FlagsAt] |= HasCalled;
            Convert.FromHexString(called.Key.Value, bytes.Slice(CalledAt, KeyBytes), out _, out _);
        }

        Encoding.ASCII.GetBytes(token.Tenant, bytes[TenantAt..]);
        HMACSHA256.HashData(_key, bytes[..^SealBytes], bytes[^SealBytes..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads what was presented as a token.</summary>
    /// <param name="presented">The header's value; null when there is no such header, blank counts as none.</param>
    public CallerTokenResult Read(string? presented)
    {
        var text = presented.AsSpan().Trim();
        if (text.IsEmpty)
            return new CallerTokenResult(CallerTokenStatus.None);

        // Bounded before anything is decoded.
        Span<byte> buffer = stackalloc byte[MaxBytes];
        if (text.Length > Base64Url.GetEncodedLength(MaxBytes) || !Base64Url.IsValid(text))
            return new CallerTokenResult(CallerTokenStatus.Forged);
        if (!Base64Url.TryDecodeFromChars(text, buffer, out var length) || length < MinBytes)
            return new CallerTokenResult(CallerTokenStatus.Forged);

        var bytes = buffer[..length];
        Span<byte> seal = stackalloc byte[SealBytes];
        HMACSHA256.HashData(_key, bytes[..^SealBytes], seal);
        if (!CryptographicOperations.FixedTimeEquals(seal, bytes[^SealBytes..]) || bytes[0] != Version)
            return new CallerTokenResult(CallerTokenStatus.Forged);
        if (BinaryPrimitives.ReadInt64BigEndian(bytes[ExpiryAt..]) <= time.GetUtcNow().ToUnixTimeSeconds())
            return new CallerTokenResult(CallerTokenStatus.Expired);

        var flags = bytes[FlagsAt];
        return new CallerTokenResult(CallerTokenStatus.Valid, new CallerToken(
            Encoding.ASCII.GetString(bytes[TenantAt..^SealBytes]),
            (flags & HasCaller) == 0 ? null : new CallerPlace(KeyAt(bytes, CallerAt), (flags & IsCallerFormer) != 0),
            (flags & HasCalled) == 0 ? null : new CallerPlace(KeyAt(bytes, CalledAt))));
    }

    private static CallerKey KeyAt(ReadOnlySpan<byte> bytes, int at) => new(Convert.ToHexStringLower(bytes.Slice(at, KeyBytes)));
}
