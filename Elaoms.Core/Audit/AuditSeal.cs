using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Core.Storage.Audit;

namespace Elaoms.Core.Audit;

/// <summary>
/// Seals entries of the audit log, so that who can write the storage but lacks the deployment's key can change none. A line is the entry's
/// JSON, a space, and the seal: an HMAC-SHA256 of the chain and the JSON, which holds the seal of the entry before.
/// </summary>
public sealed class AuditSeal
{
    private const int SealLength = 2 * HMACSHA256.HashSizeInBytes;
    private const byte Separator = (byte)' ';

    private readonly byte[] _sealKey;
    private readonly byte[] _callerKey;

    /// <summary>Derives the keys from <c>CALLER_HASH_KEY</c>.</summary>
    public AuditSeal(ElaomsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var source = Encoding.UTF8.GetBytes(settings.CallerHashKey);
        _sealKey = DerivedKey.Of(source, "elaoms audit seal v1");
        _callerKey = DerivedKey.Of(source, "elaoms audit caller v1");
    }

    /// <summary>The name of a caller in the audit log. It leads to no record.</summary>
    public string HashOf(CallerKey caller)
        => Convert.ToHexStringLower(HMACSHA256.HashData(_callerKey, Encoding.UTF8.GetBytes(caller.Value)));

    /// <summary>Makes the line of an entry, and its seal.</summary>
    internal (byte[] Line, string Seal) Write(AuditChain chain, AuditEntry entry)
    {
        var json = StoredJson.Write(entry, AuditJson.Default.AuditEntry);
        var seal = SealOf(chain, json);
        return ([.. json, Separator, .. Encoding.ASCII.GetBytes(seal)], seal);
    }

    /// <summary>Reads a line; null when it is not as it was written.</summary>
    /// <exception cref="NewerDocumentException">It is as it was written, by a newer program.</exception>
    internal (AuditEntry Entry, string Seal)? Read(AuditChain chain, ReadOnlyMemory<byte> line)
    {
        if (line.Length <= SealLength || line.Span[^(SealLength + 1)] != Separator)
            return null;
        var json = line[..^(SealLength + 1)];
        var seal = SealOf(chain, json.Span);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(seal), line.Span[^SealLength..]))
            return null;
        try
        {
            return (StoredJson.Read(json, AuditJson.Default.AuditEntry), seal);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string SealOf(AuditChain chain, ReadOnlySpan<byte> json)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _sealKey);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{chain.Day:yyyy-MM-dd}\n{chain.Instance}\n")));
        hash.AppendData(json);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
