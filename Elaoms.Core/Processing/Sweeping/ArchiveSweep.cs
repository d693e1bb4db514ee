using Elaoms.Core.Audit;
using Elaoms.Core.Json;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Processing.Sweeping;

/// <summary>
/// Sweeps the storage: what is pending and what jobs have left each time, and everything once a day or when asked. Of several processes
/// on a storage one compares everything; the storage holds when it did.
/// </summary>
public sealed partial class ArchiveSweep(
    MissingReceipts missing,
    SegmentCollector segments,
    AuditRetention audit,
    JobSweep jobs,
    IDocumentStore<NextComparison> next,
    ElaomsSettings settings,
    ElaomsMetrics metrics,
    TimeProvider time,
    ILogger<ArchiveSweep> logger)
{
    // If the process dies at it, another compares after this.
    private static readonly TimeSpan LongestComparison = TimeSpan.FromHours(1);

    /// <summary>Sweeps once.</summary>
    /// <param name="isAll">Whether to compare everything, also before it is due.</param>
    internal async Task<SweptArchive> SweepAsync(bool isAll, CancellationToken cancellationToken)
    {
        var begin = time.GetUtcNow();
        isAll = await TryTakeAsync(begin, isAll, cancellationToken);
        var enqueued = await missing.EnqueueAsync(isAll, cancellationToken);
        await jobs.SweepAsync(isBehind: false, isAll, cancellationToken);
        if (!isAll)
            return new SweptArchive(enqueued, IsAll: false, SegmentsRemoved: 0);

        var removed = await segments.CollectAsync(cancellationToken);
        await NoteDoneAsync(begin, cancellationToken);
        LogCompared(settings.SweepDays, enqueued, removed);
        if (await audit.DeleteExpiredAsync(cancellationToken) is > 0 and var chains)
            LogExpired(chains);
        return new SweptArchive(enqueued, IsAll: true, removed);
    }

    /// <summary>Sweeps what has to go also while the queue has a backlog.</summary>
    internal Task SweepBehindAsync(CancellationToken cancellationToken)
        => jobs.SweepAsync(isBehind: true, isAll: false, cancellationToken);

    // Whether this process compares everything.
    private async Task<bool> TryTakeAsync(DateTimeOffset now, bool isAsked, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await next.ReadAsync(NextComparison.Name, cancellationToken);
            if (!isAsked && stored?.Value.IsDue(now, settings.SweepDays) == false)
                return false;
            var taken = new NextComparison(now + LongestComparison, settings.SweepDays);
            return await next.TryWriteAsync(NextComparison.Name, taken, stored?.ETag, cancellationToken) is not null || isAsked;
        }
        catch (NewerDocumentException fault)
        {
            // A newer program compares.
            metrics.NewerDocument(fault.Kind);
            return isAsked;
        }
    }

    private async Task NoteDoneAsync(DateTimeOffset begin, CancellationToken cancellationToken)
    {
        var done = new NextComparison(begin + NextComparison.Every, settings.SweepDays);
        try
        {
            await next.ChangeAsync(NextComparison.Name, _ => done, cancellationToken);
        }
        catch (NewerDocumentException fault)
        {
            metrics.NewerDocument(fault.Kind);
        }
    }

    [LoggerMessage(
        1103,
        LogLevel.Information,
        "Compared the archive of {Days} days: {Enqueued} enqueued again; {Segments} left-over segments of records removed")]
    private partial void LogCompared(int days, int enqueued, int segments);

    [LoggerMessage(1104, LogLevel.Information, "Deleted {Chains} chains of the audit log that are older than it is kept")]
    private partial void LogExpired(int chains);
}

/// <summary>What a sweep of the storage did.</summary>
/// <param name="Enqueued">How many payloads were enqueued again.</param>
/// <param name="IsAll">Whether everything was compared.</param>
/// <param name="SegmentsRemoved">How many segments were removed that no record names.</param>
internal sealed record SweptArchive(int Enqueued, bool IsAll, int SegmentsRemoved);
