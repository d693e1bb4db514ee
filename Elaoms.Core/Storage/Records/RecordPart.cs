using System.Buffers.Binary;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Storage.Records;

/// <summary>Some calls of a record, with all that they taught.</summary>
/// <param name="Name">The segment's name; null for those that stand in the head.</param>
/// <param name="Calls">The calls.</param>
/// <param name="ReadFacts">Reads what was said of the caller in them, and perhaps in others.</param>
/// <param name="Memories">What was said in them.</param>
/// <param name="Bytes">The size of the document that it was read from, in bytes. All of it stays in memory with the part.</param>
public sealed record RecordPart(
    string? Name, IReadOnlyList<PastCall> Calls, Func<IReadOnlyList<Fact>> ReadFacts, StoredMemories Memories, long Bytes = 0)
{
    /// <summary>What was said in the calls.</summary>
    internal IReadOnlyList<Memory> ReadMemories() => [.. MemoryLines.Read(Calls, Memories.Lines)];
}

/// <summary>Memories as they are stored, and what a search needs of them.</summary>
/// <param name="Lines">A line of JSON for each.</param>
/// <param name="Index">What was made of them for searching; empty when nothing was.</param>
public readonly record struct StoredMemories(ReadOnlyMemory<byte> Lines, ReadOnlyMemory<byte> Index)
{
    private const int HeaderBytes = 2 * sizeof(int);

    /// <summary>Both in one, and something that is read by itself.</summary>
    /// <remarks>The first length is written as its complement: without it, nothing stood beside lines and index.</remarks>
    internal ReadOnlyMemory<byte> Pack(ReadOnlySpan<byte> beside)
    {
        var packed = new byte[HeaderBytes + Lines.Length + Index.Length + beside.Length];
        BinaryPrimitives.WriteInt32LittleEndian(packed, ~Lines.Length);
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(sizeof(int)), Index.Length);
        Lines.CopyTo(packed.AsMemory(HeaderBytes));
        Index.CopyTo(packed.AsMemory(HeaderBytes + Lines.Length));
        beside.CopyTo(packed.AsSpan(HeaderBytes + Lines.Length + Index.Length));
        return packed;
    }

    /// <summary>Takes apart what <see cref="Pack"/> made.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    internal static StoredMemories Unpack(ReadOnlyMemory<byte> packed, out ReadOnlyMemory<byte> beside)
    {
        beside = default;
        if (packed.IsEmpty)
            return default;
        var lines = IntAt(packed, 0);
        if (lines >= 0)
            return new StoredMemories(Part(packed, sizeof(int), lines), packed[(sizeof(int) + lines)..]);
        var index = IntAt(packed, sizeof(int));
        var memories = new StoredMemories(Part(packed, HeaderBytes, ~lines), Part(packed, (long)HeaderBytes + ~lines, index));
        beside = packed[(HeaderBytes + ~lines + index)..];
        return memories;
    }

    /// <summary>Writes memories of calls, with what a search needs of them.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="memories">What was said in them.</param>
    /// <param name="facts">What was said of the caller in them, and perhaps in others.</param>
    /// <param name="indexer">Makes what a search needs; null when that is made later.</param>
    internal static StoredMemories Of(
        IReadOnlyList<PastCall> calls, IEnumerable<Memory> memories, IReadOnlyList<Fact> facts, IMemoryIndexer? indexer)
    {
        var all = memories.ToList();
        return new StoredMemories(MemoryLines.Write(calls, all), indexer?.Index(calls, all, facts) ?? default);
    }

    private static int IntAt(ReadOnlyMemory<byte> packed, int at)
        => BinaryPrimitives.ReadInt32LittleEndian(Part(packed, at, sizeof(int)).Span);

    private static ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> packed, long at, int length)
        => length >= 0 && at + length <= packed.Length
            ? packed.Slice((int)at, length)
            : throw new InvalidDataException("Stored memories are cut off.");
}

/// <summary>Makes of memories what a search needs of them, when they are stored.</summary>
public interface IMemoryIndexer
{
    /// <summary>Indexes memories.</summary>
    /// <param name="calls">The calls that they are of.</param>
    /// <param name="memories">The memories, in the order of their lines.</param>
    /// <param name="facts">What the memories state, and perhaps others.</param>
    byte[] Index(IReadOnlyList<PastCall> calls, IReadOnlyList<Memory> memories, IReadOnlyList<Fact> facts);
}

/// <summary>
/// Holds the parts of a large record in few large arrays, which the garbage collector doesn't move. Hundreds of small ones, all in use, it
/// would copy twice, and every request waits meanwhile.
/// </summary>
internal sealed class PartBuffer
{
    private const int ArrayBytes = 1 << 20;

    private Memory<byte> _free;

    /// <summary>Copies bytes into it.</summary>
    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _free.Length)
            _free = GC.AllocateUninitializedArray<byte>(Math.Max(ArrayBytes, bytes.Length));
        var copy = _free[..bytes.Length];
        bytes.CopyTo(copy.Span);
        _free = _free[bytes.Length..];
        return copy;
    }
}
