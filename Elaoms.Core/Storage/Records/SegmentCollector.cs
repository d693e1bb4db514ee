using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Telemetry;

namespace Elaoms.Core.Storage.Records;

/// <summary>
/// Removes segments that neither a head nor one of its pages names. A process that dies between a segment and the head that was to name
/// it leaves one behind.
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
    private const int MaxReads = 10;

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

    // Head and pages are read after the listing: what they name now may have been made by a writer that was at work meanwhile.
    private async Task<int> CollectAsync(string caller, List<string> old, CancellationToken cancellationToken)
    {
        HashSet<string>? named;
        try
        {
            named = await ReadNamesAsync(caller, cancellationToken);
        }
        catch (NewerDocumentException fault)
        {
            metrics.NewerDocument(fault.Kind);
            return 0;
        }

        if (named is null)
            return 0;
        var unnamed = old.FindAll(segment => !named.Contains(segment));
        await new CallerSegments(segments, caller).DeleteAsync(unnamed, cancellationToken);
        return unnamed.Count;
    }

    // What head and pages name. Null when they can't be told: writers replace pages faster than they are read, or one is lost.
    private async Task<HashSet<string>?> ReadNamesAsync(string caller, CancellationToken cancellationToken)
    {
        for (var reads = 0; reads < MaxReads; reads++)
        {
            if (await heads.ReadAsync(caller, cancellationToken) is not { Value: var head })
                return [];
            try
            {
                var listed = await new CallerSegments(segments, caller).ReadPagesAsync(head.Pages, cancellationToken);
                return listed.Append(head.Segments).SelectMany(entries => entries).Select(entry => entry.Name)
                    .Concat(head.Pages.Select(page => page.Name)).ToHashSet(StringComparer.Ordinal);
            }
            catch (SegmentMissingException)
            {
                // A writer has replaced it since the head was read.
            }
        }

        return null;
    }

    // A clock that was put a day ahead makes every segment look old.
    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
