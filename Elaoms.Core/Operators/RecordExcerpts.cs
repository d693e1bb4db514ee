using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Operators;

/// <summary>
/// Reads what an operator looks at of a record: its head, and the parts that hold the wanted calls. The record of a switchboard is
/// hundreds of parts.
/// </summary>
public sealed class RecordExcerpts(CallerRecords records)
{
    private const int MaxReads = 10;

    /// <summary>Reads the newest calls; null when there is no record.</summary>
    internal Task<RecordExcerpt?> ReadNewestAsync(CallerKey caller, int calls, CancellationToken cancellationToken)
        => ReadAsync(
            caller,
            (segment, read) => calls > 0 && (read.Count < calls || segment.To >= ToTheSecond(Newest(read, calls))),
            cancellationToken);

    /// <summary>Reads the calls that may have begun at a time; null when there is no record.</summary>
    internal Task<RecordExcerpt?> ReadAtAsync(CallerKey caller, DateTimeOffset time, CancellationToken cancellationToken)
        => ReadAsync(
            caller, (segment, _) => segment.From <= ToTheSecond(time) && ToTheSecond(time) <= segment.To, cancellationToken);

    private async Task<RecordExcerpt?> ReadAsync(
        CallerKey caller, Func<SegmentEntry, IReadOnlyList<PastCall>, bool> isWanted, CancellationToken cancellationToken)
    {
        for (var reads = 0; reads < MaxReads; reads++)
        {
            if (await records.ReadHeadAsync(caller, cancellationToken) is not { } head)
                return null;
            if (await ReadPartsAsync(caller, head, isWanted, cancellationToken) is { } parts)
                return Join(head.Value, parts, await records.ReadFactsOfOperatorsAsync(caller, head.Value, cancellationToken));
        }

        throw new IOException("A caller's record changes faster than it can be read.");
    }

    // Null when a writer has replaced a part since the head was read.
    private async Task<List<RecordPart>?> ReadPartsAsync(
        CallerKey caller,
        Versioned<RecordHead> head,
        Func<SegmentEntry, IReadOnlyList<PastCall>, bool> isWanted,
        CancellationToken cancellationToken)
    {
        if (await records.ReadPagesAsync(caller, head.Value.Pages, cancellationToken) is not { } pages)
            return null;
        var parts = new List<RecordPart> { head.Value.Part(head.SizeBytes) };
        var calls = head.Value.Calls.ToList();
        foreach (var segment in pages.Append(head.Value.Segments).SelectMany(list => list).OrderByDescending(one => one.To))
        {
            if (!isWanted(segment, calls))
                continue;
            if (await records.ReadPartAsync(caller, segment.Name, cancellationToken) is not { } part)
                return null;
            parts.Add(part);
            calls.AddRange(part.Calls);
        }

        return parts;
    }

    private static RecordExcerpt Join(RecordHead head, List<RecordPart> parts, IReadOnlyList<Fact> ofOperators)
    {
        var (own, others) = (parts[0], parts.Skip(1).ToList());
        // The head repeats facts of calls that stand in segments.
        var inSegments = others.SelectMany(part => part.Calls).Select(call => call.ConversationId).ToHashSet(StringComparer.Ordinal);
        var facts = others.SelectMany(part => part.ReadFacts())
            .Concat(own.ReadFacts().Where(fact => !inSegments.Contains(fact.Source.ConversationId)))
            .Concat(ofOperators).Distinct();
        return new RecordExcerpt(
            new CallerRecord { Caller = head.Caller, Revision = head.Revision, Changes = head.Changes }.Holding(
                parts.SelectMany(part => part.Calls), facts, parts.SelectMany(part => part.ReadMemories())),
            head.Known(),
            head.CallCount);
    }

    private static DateTimeOffset Newest(IReadOnlyList<PastCall> read, int calls)
        => read.Select(call => call.StartedAt).OrderDescending().ElementAt(calls - 1);

    // As segments are listed.
    private static DateTimeOffset ToTheSecond(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}

/// <summary>A part of a record.</summary>
/// <param name="Record">The record, with some of its calls.</param>
/// <param name="Known">What holds by all of them.</param>
/// <param name="CallCount">How many there are.</param>
internal sealed record RecordExcerpt(CallerRecord Record, KnownFacts Known, int CallCount);
