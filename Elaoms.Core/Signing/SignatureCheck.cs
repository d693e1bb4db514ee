using System.Security.Cryptography;
using System.Text;

namespace Elaoms.Core.Signing;

/// <summary>
/// A running signature check: the header was in order, the body is still arriving. Feed it every piece of the raw body, then ask for the
/// verdict once. <see cref="ElevenLabsSignature.Begin"/> creates it.
/// </summary>
public sealed class SignatureCheck : IDisposable
{
    private readonly SignatureHeader _header;
    private readonly IncrementalHash[] _hashers;

    internal SignatureCheck(SignatureHeader header, byte[][] secrets)
    {
        _header = header;
        var prefix = Encoding.ASCII.GetBytes(header.Timestamp + ".");
        _hashers = Array.ConvertAll(secrets, secret => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret));
        foreach (var hasher in _hashers)
            hasher.AppendData(prefix);
    }

    /// <summary>Takes the next piece of the raw body.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var hasher in _hashers)
            hasher.AppendData(bytes);
    }

    /// <summary>
    /// Compares every hash of the header with the body's hash under every secret, in constant time and without stopping at the first fit.
    /// </summary>
    /// <returns><see cref="SignatureVerdict.Valid"/> or <see cref="SignatureVerdict.Mismatch"/>.</returns>
    public SignatureVerdict Finish()
    {
        var matches = false;
        Span<byte> expected = stackalloc byte[SignatureHeader.HashBytes];
        foreach (var hasher in _hashers)
        {
            hasher.GetHashAndReset(expected);
            foreach (var hash in _header.Hashes)
                matches |= CryptographicOperations.FixedTimeEquals(hash, expected);
        }

        return matches ? SignatureVerdict.Valid : SignatureVerdict.Mismatch;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var hasher in _hashers)
            hasher.Dispose();
    }
}
