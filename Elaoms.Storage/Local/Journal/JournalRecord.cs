using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Local.Journal;

/// <summary>
/// The form of a delivery in a journal: a header, the payload's name, the body, and zeros up to the next block. A hash over the file's id,
/// the header and the name says that the record is whole and of this file. The body has its hash in the name.
/// </summary>
internal static class JournalRecord
{
    /// <summary>Records begin at multiples of this, so that no sector of a disk holds parts of two of them.</summary>
    public const int BlockBytes = 512;

    private const int HeaderBytes = 32;
    private const int HashAt = 16;
    private const int HashBytes = HeaderBytes - HashAt;

    // Names have at most 178 characters, and bodies in a journal at most 64 KB.
    private const int MaxNameBytes = BlockBytes - HeaderBytes;
    private const int MaxBodyBytes = 1 << 24;

    private static ReadOnlySpan<byte> Signature => "ELJ1"u8;

    /// <summary>How many bytes a record takes in the file.</summary>
    public static int LengthOf(PayloadName name, int bodyBytes)
        => (HeaderBytes + name.Value.Length + bodyBytes + BlockBytes - 1) / BlockBytes * BlockBytes;

    /// <summary>Writes a record, but for the hash.</summary>
    /// <param name="record">As long as <see cref="LengthOf"/> says.</param>
    public static void Write(Span<byte> record, PayloadName name, ReadOnlySpan<byte> body)
    {
        Signature.CopyTo(record);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], name.Value.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], body.Length);
        record[12..HeaderBytes].Clear();
        var end = HeaderBytes + Encoding.ASCII.GetBytes(name.Value, record[HeaderBytes..]);
        body.CopyTo(record[end..]);
        record[(end + body.Length)..].Clear();
    }

    /// <summary>Writes the hash, when it is known which file the record goes to.</summary>
    public static void Seal(Span<byte> record, Guid file)
        => Hash(record, BinaryPrimitives.ReadInt32LittleEndian(record[4..]), file, record[HashAt..HeaderBytes]);

    /// <summary>Reads a header and the name behind it.</summary>
    /// <param name="block">The first block of a record, or anything else.</param>
    /// <param name="file">The file's id.</param>
    /// <returns>Null when there is no record of this file.</returns>
    public static JournalEntry? Read(ReadOnlySpan<byte> block, Guid file, long offset)
    {
        if (block.Length < HeaderBytes || !block.StartsWith(Signature))
            return null;
        var (nameBytes, bodyBytes) =
            (BinaryPrimitives.ReadInt32LittleEndian(block[4..]), BinaryPrimitives.ReadInt32LittleEndian(block[8..]));
        if (nameBytes is < 1 or > MaxNameBytes || bodyBytes is < 0 or > MaxBodyBytes || block.Length < HeaderBytes + nameBytes)
            return null;
        Span<byte> hash = stackalloc byte[HashBytes];
        Hash(block, nameBytes, file, hash);
        return hash.SequenceEqual(block[HashAt..HeaderBytes])
            && PayloadName.Parse(Encoding.ASCII.GetString(block.Slice(HeaderBytes, nameBytes))) is { } name
                ? new JournalEntry(name, offset, offset + HeaderBytes + nameBytes, bodyBytes)
                : null;
    }

    private static void Hash(ReadOnlySpan<byte> record, int nameBytes, Guid file, Span<byte> hash)
    {
        const int IdBytes = 16;
        Span<byte> text = stackalloc byte[IdBytes + HashAt + MaxNameBytes];
        file.TryWriteBytes(text);
        record[..HashAt].CopyTo(text[IdBytes..]);
        record.Slice(HeaderBytes, nameBytes).CopyTo(text[(IdBytes + HashAt)..]);
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..(IdBytes + HashAt + nameBytes)], whole);
        whole[..HashBytes].CopyTo(hash);
    }
}

/// <summary>Where a delivery lies in a journal.</summary>
/// <param name="Name">The payload.</param>
/// <param name="Offset">Where the record begins.</param>
/// <param name="BodyOffset">Where the body begins.</param>
/// <param name="BodyBytes">How long the body is. The file may end before.</param>
internal readonly record struct JournalEntry(PayloadName Name, long Offset, long BodyOffset, int BodyBytes)
{
    /// <summary>How many bytes the record takes.</summary>
    public int Length => JournalRecord.LengthOf(Name, BodyBytes);
}
