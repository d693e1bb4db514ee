using Elaoms.Core.Indexing;
using Elaoms.Core.Json;
using Elaoms.Core.Processing.Applying;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Processing.Sweeping;

/// <summary>
/// Enqueues again what has been archived for a while without a receipt. It also measures the queue, counts what failed or could not be
/// read, applies changes of operators that were cut short, and updates engines that missed a call.
/// </summary>
public sealed partial class Reconciler(
    ArchiveSweep archive,
    IReceipts receipts,
    UnreadableMessages unreadableMessages,
    ICallQueue queue,
    IndexCallers index,
    ApplyChanges changes,
    ElaomsSettings settings,
    ElaomsMetrics metrics,
    ClockMonitor clock,
    ILogger<Reconciler> logger)
{
    /// <summary>How often a host sweeps.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    // Less than the time to the next sweep, which goes on with the rest.
    private static readonly TimeSpan LongestIndexing = TimeSpan.FromMinutes(3);

    /// <summary>Sweeps once: what is pending, and everything if the last time was a day ago.</summary>
    /// <returns>What was seen and done. Faults of the storage are exceptions: the next sweep does what this one did not.</returns>
    public Task<ReconcilerResult> ReconcileAsync(CancellationToken cancellationToken) => ReconcileAsync(isAll: false, cancellationToken);

    /// <summary>Sweeps once, and compares everything.</summary>
    /// <returns>What was seen and done. Faults of the storage are exceptions: the next sweep does what this one did not.</returns>
    public Task<ReconcilerResult> ReconcileAllAsync(CancellationToken cancellationToken) => ReconcileAsync(isAll: true, cancellationToken);

    private async Task<ReconcilerResult> ReconcileAsync(bool isAll, CancellationToken cancellationToken)
    {
        using var activity = ElaomsActivities.StartSweep();
        clock.Look();
        try
        {
            var result = await SweepAsync(isAll, cancellationToken);
            activity?.SetTag("elaoms.enqueued", result.Enqueued);
            return result;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            activity.Fail(fault);
            throw;
        }
    }

    private async Task<ReconcilerResult> SweepAsync(bool isAll, CancellationToken cancellationToken)
    {
        var (age, length) = (await queue.ReadAgeAsync(cancellationToken), await queue.CountAsync(cancellationToken));
        var failed = await receipts.ListFailedAsync(cancellationToken).CountAsync(cancellationToken);
        metrics.Observed(age ?? TimeSpan.Zero, length, failed);

        // Behind a backlog, what has no receipt waits in the queue already: enqueuing it at each sweep would make the backlog grow.
        var isBehind = age >= settings.SweepAfter;
        var swept = isBehind ? null : await archive.SweepAsync(isAll, cancellationToken);
        if (isBehind)
            await archive.SweepBehindAsync(cancellationToken);

        // Before the engines are told of them.
        await changes.ApplyPendingAsync(cancellationToken);
        if (settings.HasEnginesToTell)
        {
            await index.IndexDueAsync(LongestIndexing, cancellationToken);
            metrics.ToIndex(await index.CountAsync(cancellationToken));
        }

        // Last: notices that can't be read keep no call from being enqueued.
        var unreadable = await CountUnreadableAsync(cancellationToken);
        metrics.Unreadable(unreadable);
        var result = new ReconcilerResult(swept?.Enqueued ?? 0, age, length, failed, unreadable)
        {
            IsBehind = isBehind,
            IsAll = swept?.IsAll ?? false,
            SegmentsRemoved = swept?.SegmentsRemoved ?? 0,
        };
        LogSwept(result.Enqueued, length, (age ?? TimeSpan.Zero).TotalSeconds, failed, unreadable);
        return result;
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
public sealed record ReconcilerResult(int Enqueued, TimeSpan? QueueAge, long QueueLength, int Failed, long Unreadable = 0)
{
    /// <summary>Whether the queue had a backlog, so that nothing was looked for.</summary>
    public bool IsBehind { get; init; }

    /// <summary>Whether everything was compared, and not only what is pending.</summary>
    public bool IsAll { get; init; }

    /// <summary>How many segments were removed that no record names. They are looked for when everything is compared.</summary>
    public int SegmentsRemoved { get; init; }
}
