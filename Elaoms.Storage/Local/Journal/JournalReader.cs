using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Elaoms.Storage.Local.Journal;

/// <summary>
/// Reads a journal to its end. Records behind a damaged part are found. Another process may be appending; a record that it has not
/// finished counts as damaged.
/// </summary>
internal sealed class JournalReader(SafeFileHandle file, Guid id)
{
    private readonly byte[] _block = new byte[JournalRecord.BlockBytes];

    /// <summary>How many parts could not be read so far: bytes that are no record, and bodies that are not whole.</summary>
    public int Damaged { get; private set; }

    /// <summary>The deliveries in the order in which they came, also those whose body is not whole.</summary>
    public IEnumerable<JournalEntry> Read()
    {
        var isDamaged = false;
        for (var at = 0L; RandomAccess.Read(file, _block, at) is > 0 and var read;)
        {
            if (JournalRecord.Read(_block.AsSpan(0, read), id, at) is { } entry)
            {
                isDamaged = false;
                at += entry.Length;
                yield return entry;
                continue;
            }

            // Zeros are what was erased, or never written.
            if (!isDamaged && _block.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                isDamaged = true;
                Damaged++;
            }

            at += JournalRecord.BlockBytes;
        }
    }

    /// <summary>Reads a delivery's body.</summary>
    /// <returns>Null when it is not what the name says.</returns>
    public byte[]? ReadBody(JournalEntry entry)
    {
        var body = new byte[entry.BodyBytes];
        var length = 0;
        while (length < body.Length
            && RandomAccess.Read(file, body.AsSpan(length), entry.BodyOffset + length) is > 0 and var read)
            length += read;
        if (length == body.Length && Convert.ToHexStringLower(SHA256.HashData(body)) == entry.Name.BodyHash)
            return body;
        Damaged++;
        return null;
    }
}
