using System.Security.Cryptography;
using System.Text;

namespace Elaoms.Core.Signing;

/// <summary>
/// The key that the sender of client-data and search-data must present in <see cref="HeaderName"/>. Several keys may be valid at once, so that they can be rotated.
/// </summary>
/// <param name="keys">The valid keys; with none, nothing matches.</param>
public sealed class SharedKey(IEnumerable<string> keys)
{
    /// <summary>The header that carries the key.</summary>
    public const string HeaderName = "X-Api-Key";

    // Digests of equal length, so that not even the length of a key shows in the time a comparison takes.
    private readonly byte[][] _digests = [.. keys.Where(key => key.Length > 0).Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key)))];

    /// <summary>Whether a presented key is one of the valid ones, byte by byte and in constant time.</summary>
    /// <param name="presented">The bytes of the header's value as they came over the wire.</param>
    public bool Matches(ReadOnlySpan<byte> presented)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(presented, digest);
        var matches = false;
        foreach (var valid in _digests)
            matches |= CryptographicOperations.FixedTimeEquals(valid, digest);
        return matches;
    }
}
