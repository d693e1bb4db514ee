using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Telemetry;

namespace Elaoms.Core.Storage.Records;

/// <summary>
/// Removes segments that no head names. A process that dies between a segment and the head that was to name it leaves one behind.
/// </summary>
public sealed class SegmentCollector(
    IDocumentStore<RecordHead> heads,
    IDocumentStore<RecordSegment> segments,
    ElaomsMetrics metrics,
    ClockMonitor clock,
    TimeProvider time)
{
    // Far longer than any writer takes from a segment to the head.
    private static readonly TimeSpan LeastAge = TimeSpan.FromHours(24);

    private const int CallersAtATime = 8;

    /// <summary>Looks at the segments of all callers.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<int> CollectAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        var callers = await ListOldAsync(cancellationToken);
        await Parallel.ForEachAsync(
            callers,
            new ParallelOptions { MaxDegreeOfParallelism = CallersAtATime, CancellationToken = cancellationToken },
            async (caller, token) => Interlocked.Add(ref removed, await CollectAsync(caller.Key, caller.Value, token)));
        return removed;
    }

    private async Task<Dictionary<string, List<string>>> ListOldAsync(CancellationToken cancellationToken)
    {
        var before = Earlier(time.GetUtcNow(), clock.WithoutJumps.GetUtcNow()) - LeastAge;
        var callers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        await foreach (var listing in segments.ListAsync(cancellationToken))
        {
            if (SegmentNames.Parse(listing.Name) is not var (caller, segment)
                || SegmentNames.MadeAt(segment) is not { } madeAt
                || madeAt >= before)
                continue;
            if (!callers.TryGetValue(caller, out var old))
                callers.Add(caller, old = []);
            old.Add(segment);
        }

        return callers;
    }

    // The head is read after the listing: what it names now may have been made by a writer that was at work meanwhile.
    private async Task<int> CollectAsync(string caller, List<string> old, CancellationToken cancellationToken)
    {
        RecordHead? head;
        try
        {
            head = (await heads.ReadAsync(caller, cancellationToken))?.Value;
        }
        catch (NewerDocumentException fault)
        {
            metrics.NewerDocument(fault.Kind);
            return 0;
        }

        var named = (head?.Segments ?? []).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var unnamed = old.FindAll(segment => !named.Contains(segment));
        foreach (var segment in unnamed)
            await segments.DeleteAsync(SegmentNames.Of(caller, segment), cancellationToken);
        return unnamed.Count;
    }

    // A clock that was put a day ahead makes every segment look old.
    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
