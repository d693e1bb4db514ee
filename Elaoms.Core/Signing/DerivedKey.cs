using System.Security.Cryptography;
using System.Text;

namespace Elaoms.Core.Signing;

/// <summary>
/// Makes keys for other purposes out of a deployment's key, none of which tells anything of another or of its source (HKDF-SHA256, RFC
/// 5869).
/// </summary>
public static class DerivedKey
{
    /// <summary>A key of 32 bytes.</summary>
    /// <param name="source">The deployment's key.</param>
    /// <param name="purpose">What it is for. Another text gives another key.</param>
    public static byte[] Of(ReadOnlySpan<byte> source, string purpose)
    {
        var key = new byte[SHA256.HashSizeInBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, source, key, salt: [], Encoding.UTF8.GetBytes(purpose));
        return key;
    }
}
