using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Signing;

namespace Elaoms.Core.Calls;

/// <summary>
/// The <c>user_id</c> under which ElevenLabs lists a caller's conversations, given back at the start of a call. It can't be turned into a
/// caller or a caller key, and is never read as an identity when it comes back.
/// </summary>
/// <param name="hashKey">The deployment's <c>CALLER_HASH_KEY</c>.</param>
public sealed class PlatformUserId(ReadOnlySpan<byte> hashKey)
{
    private const string Prefix = "elaoms_";
    private const int HashBytes = 16;

    private readonly byte[] _key = DerivedKey.Of(hashKey, "elaoms platform user id v1");

    /// <summary>The id of a caller: <c>elaoms_</c> and 32 hex digits.</summary>
    public string Of(CallerKey caller)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(caller.Value), hash);
        return Prefix + Convert.ToHexStringLower(hash[..HashBytes]);
    }

    /// <summary>Whether a text is such an id.</summary>
    public static bool Is(string text)
        => text.Length == Prefix.Length + 2 * HashBytes
            && text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && text.Skip(Prefix.Length).All(char.IsAsciiHexDigit);
}
