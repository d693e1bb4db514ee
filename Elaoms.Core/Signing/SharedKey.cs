using System.Security.Cryptography;
using System.Text;

namespace Elaoms.Core.Signing;

/// <summary>
/// The key in <see cref="HeaderName"/> that client-data and search-data require. Several keys may be valid at once, so keys can be rotated.
/// </summary>
/// <param name="keys">The valid keys; with none, nothing matches.</param>
public sealed class SharedKey(IEnumerable<string> keys)
{
    /// <summary>The header that carries the key.</summary>
    public const string HeaderName = "X-Api-Key";

    private readonly byte[][] _keys = [.. keys.Where(key => key.Length > 0).Select(Encoding.UTF8.GetBytes)];

    /// <summary>
    /// Whether the presented key is valid. The time it takes reveals nothing of the keys' bytes; their length is no secret.
    /// </summary>
    /// <param name="presented">The bytes of the header's value as they came over the wire.</param>
    public bool Matches(ReadOnlySpan<byte> presented)
    {
        var matches = false;
        foreach (var valid in _keys)
            matches |= CryptographicOperations.FixedTimeEquals(valid, presented);
        return matches;
    }
}
