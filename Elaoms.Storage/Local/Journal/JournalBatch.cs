using System.Buffers;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Local.Journal;

/// <summary>
/// Deliveries that go to the disk with one flush. Holds copies of the bodies, so that a delivery that is given up can go. Not thread-safe.
/// </summary>
internal sealed class JournalBatch
{
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ArraySegment<byte>> _records = [];

    /// <summary>Ends when all of them are on the disk, or fails with the fault that kept them from it.</summary>
    public Task Written => _written.Task;

    /// <summary>Copies a delivery; to be added to a batch.</summary>
    public static ArraySegment<byte> Encode(PayloadName name, ReadOnlySpan<byte> body)
    {
        var length = JournalRecord.LengthOf(name, body.Length);
        var record = new ArraySegment<byte>(ArrayPool<byte>.Shared.Rent(length), 0, length);
        JournalRecord.Write(record, name, body);
        return record;
    }

    /// <summary>Adds a delivery.</summary>
    public void Add(ArraySegment<byte> record) => _records.Add(record);

    /// <summary>The records as they go to a file.</summary>
    /// <param name="file">The file's id.</param>
    public IReadOnlyList<ReadOnlyMemory<byte>> For(Guid file)
    {
        foreach (var record in _records)
            JournalRecord.Seal(record, file);
        return [.. _records.Select(record => (ReadOnlyMemory<byte>)record)];
    }

    /// <summary>Says what became of them, and gives the buffers back.</summary>
    /// <param name="fault">What failed; null when they are on the disk.</param>
    public void End(Exception? fault)
    {
        foreach (var record in _records)
        {
            // A pooled buffer goes on to another request: what a caller said must not lie about in it.
            record.AsSpan().Clear();
            ArrayPool<byte>.Shared.Return(record.Array!);
        }

        if (fault is null)
            _written.SetResult();
        else
            _written.SetException(fault);
    }
}
