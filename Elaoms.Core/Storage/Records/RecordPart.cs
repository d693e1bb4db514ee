using System.Buffers.Binary;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Storage.Records;

/// <summary>Some calls of a record, with all that they taught.</summary>
/// <param name="Name">The segment's name; null for those that stand in the head.</param>
/// <param name="Calls">The calls.</param>
/// <param name="Facts">What was said of the caller in them.</param>
/// <param name="Memories">What was said in them.</param>
public sealed record RecordPart(string? Name, IReadOnlyList<PastCall> Calls, IReadOnlyList<Fact> Facts, StoredMemories Memories)
{
    /// <summary>What was said in the calls.</summary>
    internal IReadOnlyList<Memory> ReadMemories() => [.. MemoryLines.Read(Calls, Memories.Lines)];
}

/// <summary>Memories as they are stored, and what a search needs of them.</summary>
/// <param name="Lines">A line of JSON for each.</param>
/// <param name="Index">What was made of them for searching; empty when nothing was.</param>
public readonly record struct StoredMemories(ReadOnlyMemory<byte> Lines, ReadOnlyMemory<byte> Index)
{
    /// <summary>Both in one.</summary>
    internal ReadOnlyMemory<byte> Pack()
    {
        if (Lines.IsEmpty)
            return default;
        var packed = new byte[sizeof(int) + Lines.Length + Index.Length];
        BinaryPrimitives.WriteInt32LittleEndian(packed, Lines.Length);
        Lines.CopyTo(packed.AsMemory(sizeof(int)));
        Index.CopyTo(packed.AsMemory(sizeof(int) + Lines.Length));
        return packed;
    }

    /// <summary>Takes apart what <see cref="Pack"/> made.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    internal static StoredMemories Unpack(ReadOnlyMemory<byte> packed)
    {
        if (packed.IsEmpty)
            return default;
        if (packed.Length < sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(packed.Span) is var length
            && (length < 0 || length > packed.Length - sizeof(int)))
            throw new InvalidDataException("Stored memories are cut off.");
        return new StoredMemories(packed.Slice(sizeof(int), length), packed[(sizeof(int) + length)..]);
    }

    /// <summary>Writes memories of calls, with what a search needs of them.</summary>
    internal static StoredMemories Of(IReadOnlyList<PastCall> calls, IEnumerable<Memory> memories, IMemoryIndexer? indexer)
    {
        var all = memories.ToList();
        return new StoredMemories(MemoryLines.Write(calls, all), indexer?.Index(calls, all) ?? default);
    }
}

/// <summary>Makes of memories what a search needs of them, when they are stored.</summary>
public interface IMemoryIndexer
{
    /// <summary>Indexes memories.</summary>
    /// <param name="calls">The calls that they are of.</param>
    /// <param name="memories">The memories, in the order of their lines.</param>
    byte[] Index(IReadOnlyList<PastCall> calls, IReadOnlyList<Memory> memories);
}
