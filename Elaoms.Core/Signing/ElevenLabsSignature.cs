using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Elaoms.Core.Signing;

/// <summary>
/// Verifies and makes the signature of ElevenLabs' post-call webhooks: HMAC-SHA256, keyed with the UTF-8 bytes of the whole secret, over
/// <c>t</c>, a dot and the raw body. Stricter than the vendor's SDKs where it matters: constant-time comparison, a window on both sides of
/// now, closed when no secret is set. It accepts any <c>v0</c> under any of several secrets, so secrets can be rotated.
/// Source: https://elevenlabs.io/docs/eleven-api/resources/webhooks
/// </summary>
/// <param name="secrets">The secrets that may have signed; with none, nothing is valid.</param>
/// <param name="tolerance">How far the timestamp may lie from now, on either side.</param>
/// <param name="time">The clock.</param>
public sealed class ElevenLabsSignature(IEnumerable<string> secrets, TimeSpan tolerance, TimeProvider time)
{
    /// <summary>The header that carries the signature.</summary>
    public const string HeaderName = "ElevenLabs-Signature";

    private readonly byte[][] _secrets = [.. secrets.Where(secret => secret.Length > 0).Select(Encoding.UTF8.GetBytes)];

    /// <summary>
    /// Checks the header before any of the body is read. If the header is in order, <paramref name="check"/> checks the body.
    /// </summary>
    /// <param name="header">The header's value, or null when it is absent.</param>
    /// <param name="check">The check to feed the body to; null unless the verdict is <see cref="SignatureVerdict.Valid"/>.</param>
    /// <returns><see cref="SignatureVerdict.Valid"/> when the body decides, else the reason why it need not be read.</returns>
    public SignatureVerdict Begin(string? header, out SignatureCheck? check)
    {
        check = null;
        if (_secrets.Length == 0)
            return SignatureVerdict.NoSecret;
        if (string.IsNullOrEmpty(header))
            return SignatureVerdict.MissingHeader;
        if (SignatureHeader.Parse(header) is not { } parsed)
            return SignatureVerdict.MalformedHeader;

        var age = time.GetUtcNow().ToUnixTimeSeconds() - parsed.UnixSeconds;
        if (age > tolerance.TotalSeconds)
            return SignatureVerdict.TooOld;
        if (age < -tolerance.TotalSeconds)
            return SignatureVerdict.TooNew;

        check = new SignatureCheck(parsed, _secrets);
        return SignatureVerdict.Valid;
    }

    /// <summary>Verifies a body that is all there.</summary>
    /// <param name="body">The raw bytes of the request, never parsed and written again.</param>
    /// <param name="header">The header's value, or null when it is absent.</param>
    public SignatureVerdict Verify(ReadOnlySpan<byte> body, string? header)
    {
        var verdict = Begin(header, out var check);
        if (check is null)
            return verdict;

        using (check)
        {
            check.Append(body);
            return check.Finish();
        }
    }

    /// <summary>Makes the header's value for a body, as ElevenLabs would: for tests, the smoke test and the <c>sign</c> verb.</summary>
    /// <param name="body">The raw bytes that will be sent.</param>
    /// <param name="secret">The webhook's secret, whole, with its <c>wsec_</c>.</param>
    /// <param name="at">The time of signing.</param>
    public static string Sign(ReadOnlySpan<byte> body, string secret, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hasher = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hasher.AppendData(Encoding.ASCII.GetBytes(timestamp + "."));
        hasher.AppendData(body);
        return $"t={timestamp},v0={Convert.ToHexStringLower(hasher.GetHashAndReset())}";
    }
}
