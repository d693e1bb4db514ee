using System.Runtime.CompilerServices;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Erasure;

/// <summary>
/// A caller's record without what was said, which is read call by call: a large record is never in memory as a whole.
/// </summary>
internal sealed class RecordOutline
{
    // A read starts over when a writer has replaced a part since the head was read.
    private const int MaxReads = 10;

    private readonly CallerRecords _records;
    private readonly CallerKey _key;
    private readonly Versioned<RecordHead> _head;
    private readonly List<(PastCall Call, string? Segment)> _calls = [];
    private readonly List<Fact> _facts = [];

    private RecordOutline(CallerRecords records, CallerKey key, Versioned<RecordHead> head)
        => (_records, _key, _head) = (records, key, head);

    /// <summary>Names the version of the record that was read.</summary>
    public string ETag => _head.ETag;

    /// <summary>Who it is.</summary>
    public Caller Caller => _head.Value.Caller;

    /// <summary>How many times the record has changed.</summary>
    public long Revision => _head.Value.Revision;

    /// <summary>The calls by start.</summary>
    public IReadOnlyList<PastCall> Calls { get; private set; } = [];

    /// <summary>What was said of the caller, call by call, and what operators say.</summary>
    public IReadOnlyList<Fact> Facts { get; private set; } = [];

    /// <summary>How many memories there are.</summary>
    public int MemoryCount { get; private set; }

    /// <summary>Reads it; null when there is no record.</summary>
    public static async Task<RecordOutline?> ReadAsync(CallerRecords records, CallerKey key, CancellationToken cancellationToken)
    {
        for (var reads = 0; reads < MaxReads; reads++)
        {
            if (await records.ReadHeadAsync(key, cancellationToken) is not { } head)
                return null;
            var outline = new RecordOutline(records, key, head);
            if (await outline.TryReadPartsAsync(cancellationToken))
                return outline;
        }

        throw Changed();
    }

    /// <summary>Reads what was said, call by call.</summary>
    /// <exception cref="IOException">Another call was learned meanwhile. Begin anew.</exception>
    public async IAsyncEnumerable<(PastCall Call, IReadOnlyList<Memory> Memories)> ReadCallsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = _head.Value.ReadMemories().ToLookup(memory => memory.ConversationId, StringComparer.Ordinal);
        var (name, segment) = ((string?)null, head);
        foreach (var (call, place) in _calls)
        {
            if (place is not null && place != name)
            {
                // Calls of a segment mostly follow one another, so that one at a time is enough.
                var part = await _records.ReadPartAsync(_key, place, cancellationToken) ?? throw Changed();
                (name, segment) = (place, part.ReadMemories().ToLookup(memory => memory.ConversationId, StringComparer.Ordinal));
            }

            yield return (call, [.. (place is null ? head : segment)[call.ConversationId]]);
        }
    }

    private async Task<bool> TryReadPartsAsync(CancellationToken cancellationToken)
    {
        var head = _head.Value;
        if (await _records.ReadPagesAsync(_key, head.Pages, cancellationToken) is not { } pages)
            return false;
        foreach (var entry in pages.Append(head.Segments).SelectMany(list => list))
        {
            if (await _records.ReadPartAsync(_key, entry.Name, cancellationToken) is not { } part)
                return false;
            _calls.AddRange(part.Calls.Select(call => (call, (string?)entry.Name)));
            _facts.AddRange(part.ReadFacts());
            MemoryCount += entry.Memories;
        }

        var own = head.Calls.Select(call => call.ConversationId).ToHashSet(StringComparer.Ordinal);
        _calls.AddRange(head.Calls.Select(call => (call, (string?)null)));
        _calls.Sort((one, other) => one.Call.Place.CompareTo(other.Call.Place));
        _facts.AddRange(head.History.Facts.Where(fact => own.Contains(fact.Source.ConversationId)));
        _facts.AddRange(await _records.ReadFactsOfOperatorsAsync(_key, head, cancellationToken));
        Calls = [.. _calls.Select(call => call.Call)];
        Facts = [.. _facts.OrderBy(fact => fact.Call)];
        MemoryCount += head.ReadMemories().Count();
        return true;
    }

    private static IOException Changed() => new("The caller's record changed while it was read.");
}
