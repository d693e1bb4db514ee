using System.Globalization;
using Elaoms.Core.Indexing;
using Elaoms.Core.Json;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Processing;

/// <summary>
/// Compares the archive with the receipts, and enqueues again what has been archived for a while without a receipt. Enqueuing a payload
/// twice changes nothing. It also measures the queue, counts what failed or could not be read, and updates engines that missed a call.
/// </summary>
public sealed partial class Reconciler(
    IPayloadArchive archive,
    IReceipts receipts,
    UnreadableMessages unreadableMessages,
    ICallQueue queue,
    IDocumentStore<IndexTask> toIndex,
    IndexCallers index,
    ElaomsSettings settings,
    ElaomsMetrics metrics,
    ClockMonitor clock,
    TimeProvider time,
    ILogger<Reconciler> logger)
{
    /// <summary>How often a host sweeps.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    // Less than the time to the next sweep, which goes on with the rest.
    private static readonly TimeSpan LongestIndexing = TimeSpan.FromMinutes(3);

    /// <summary>Sweeps once.</summary>
    /// <returns>What was seen and done. Faults of the storage are exceptions: the next sweep does what this one did not.</returns>
    public async Task<ReconcilerResult> ReconcileAsync(CancellationToken cancellationToken)
    {
        using var activity = ElaomsActivities.StartSweep();
        clock.Look();
        try
        {
            var result = await SweepAllAsync(cancellationToken);
            activity?.SetTag("elaoms.enqueued", result.Enqueued);
            return result;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            activity.Fail(fault);
            throw;
        }
    }

    private async Task<ReconcilerResult> SweepAllAsync(CancellationToken cancellationToken)
    {
        var (age, length) = (await queue.ReadAgeAsync(cancellationToken), await queue.CountAsync(cancellationToken));
        var failed = await receipts.ListFailedAsync(cancellationToken).CountAsync(cancellationToken);
        metrics.Observed(age ?? TimeSpan.Zero, length, failed);

        var now = time.GetUtcNow();
        var enqueued = 0;
        // Behind a backlog, what has no receipt waits in the queue already: enqueuing it at each sweep would make the backlog grow.
        if (age is null || age < settings.SweepAfter)
        {
            // From tomorrow: the clock may have been ahead when a payload was named.
            for (var daysBack = -1; daysBack <= settings.SweepDays; daysBack++)
                enqueued += await SweepDayAsync(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-daysBack), now, cancellationToken);
        }

        if (settings.HasEnginesToTell)
        {
            await index.IndexDueAsync(LongestIndexing, cancellationToken);
            metrics.ToIndex(await toIndex.ListAsync(cancellationToken).CountAsync(cancellationToken));
        }

        // Last: notices that can't be read keep no call from being enqueued.
        var unreadable = await CountUnreadableAsync(cancellationToken);
        metrics.Unreadable(unreadable);
        LogSwept(enqueued, length, (age ?? TimeSpan.Zero).TotalSeconds, failed, unreadable);
        return new ReconcilerResult(enqueued, age, length, failed, unreadable);
    }

    private async Task<int> SweepDayAsync(DateOnly day, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var done = await receipts.ListAsync(day, cancellationToken).ToHashSetAsync(cancellationToken: cancellationToken);
        var enqueued = 0;
        await foreach (var payload in archive.ListAsync(day, cancellationToken))
        {
            // Asked again for the few that are left: learning goes on while this reads.
            if (IsRecent(payload.StoredAt, now)
                || done.Contains(payload.Name)
                || await receipts.ReadAsync(payload.Name, cancellationToken) is not null)
                continue;
            await queue.EnqueueAsync(payload.Name, isReplay: false, cancellationToken);
            metrics.SweptUp();
            LogEnqueued(payload.Name, payload.StoredAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            enqueued++;
        }

        return enqueued;
    }

    private async Task<long> CountUnreadableAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await unreadableMessages.ReadAsync(cancellationToken)).Messages;
        }
        catch (NewerDocumentException fault)
        {
            // They are for the program that wrote them, and keep nothing else from being swept.
            metrics.NewerDocument(fault.Kind);
            return 0;
        }
    }

    // What was stored after now was stored by a clock that has been put back since, nobody knows when.
    private bool IsRecent(DateTimeOffset storedAt, DateTimeOffset now) => (now - storedAt).Duration() < settings.SweepAfter;

    [LoggerMessage(1101, LogLevel.Warning, "{Payload} has been archived since {StoredAt} without a receipt and was enqueued again")]
    private partial void LogEnqueued(PayloadName payload, string storedAt);

    [LoggerMessage(
        1102,
        LogLevel.Debug,
        "Swept: {Enqueued} enqueued again; {Waiting} calls wait, the next for {Age} s; {Failed} failed; {Unreadable} unreadable")]
    private partial void LogSwept(int enqueued, long waiting, double age, int failed, long unreadable);
}

/// <summary>What a sweep saw and did.</summary>
/// <param name="Enqueued">How many payloads were enqueued again.</param>
/// <param name="QueueAge">How long the call whose turn it is has been waiting; null when none waits.</param>
/// <param name="QueueLength">How many calls wait.</param>
/// <param name="Failed">How many payloads have a failed receipt.</param>
/// <param name="Unreadable">How many messages could not be read, since somebody last dismissed their notices.</param>
public sealed record ReconcilerResult(int Enqueued, TimeSpan? QueueAge, long QueueLength, int Failed, long Unreadable = 0);
