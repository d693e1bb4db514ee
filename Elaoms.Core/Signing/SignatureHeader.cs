using System.Buffers;
using System.Globalization;

namespace Elaoms.Core.Signing;

/// <summary>
/// A parsed <c>ElevenLabs-Signature</c> header: <c>t=&lt;unix seconds&gt;,v0=&lt;64 hex digits&gt;</c>. Several <c>v0</c> are allowed for
/// rotation. Other schemes and unusable <c>v0</c> are skipped. A second <c>t</c> makes the header malformed.
/// </summary>
internal sealed class SignatureHeader
{
    public const int MaxLength = 4096;
    public const int HashBytes = 32;

    private const int MaxTimestampDigits = 18;

    private SignatureHeader(string timestamp, List<byte[]> hashes)
    {
        Timestamp = timestamp;
        UnixSeconds = long.Parse(timestamp, CultureInfo.InvariantCulture);
        Hashes = hashes;
    }

    /// <summary>The timestamp exactly as it was sent: these characters are what was signed.</summary>
    public string Timestamp { get; }

    public long UnixSeconds { get; }

    public IReadOnlyList<byte[]> Hashes { get; }

    public static SignatureHeader? Parse(string header)
    {
        if (header.Length > MaxLength)
            return null;

        string? timestamp = null;
        var hashes = new List<byte[]>(1);
        foreach (var range in header.AsSpan().Split(','))
        {
            var part = header.AsSpan(range).Trim(" \t");
            if (part.StartsWith("t="))
            {
                var digits = part[2..];
                if (timestamp is not null || !IsTimestamp(digits))
                    return null;
                timestamp = digits.ToString();
            }
            else if (part.StartsWith("v0="))
            {
                var hash = new byte[HashBytes];
                if (Convert.FromHexString(part[3..], hash, out _, out var written) == OperationStatus.Done && written == HashBytes)
                    hashes.Add(hash);
            }
        }

        return timestamp is null || hashes.Count == 0 ? null : new SignatureHeader(timestamp, hashes);
    }

    private static bool IsTimestamp(ReadOnlySpan<char> digits)
        => digits.Length is > 0 and <= MaxTimestampDigits && !digits.ContainsAnyExceptInRange('0', '9');
}
