using System.Globalization;
using Elaoms.Core.Json;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Processing.Sweeping;

/// <summary>
/// Finds payloads that have been archived for a while without a receipt, and enqueues them again. Enqueuing one twice changes nothing.
/// </summary>
public sealed partial class MissingReceipts(
    IPayloadArchive archive,
    IReceipts receipts,
    IPendingPayloads pending,
    ICallQueue queue,
    CallOutcomes outcomes,
    ElaomsSettings settings,
    ElaomsMetrics metrics,
    TimeProvider time,
    ILogger<MissingReceipts> logger)
{
    /// <summary>Enqueues what is missing.</summary>
    /// <param name="isAll">
    /// Whether to compare the archive with the receipts besides, <c>SWEEP_DAYS</c> back. Otherwise the cost follows what is pending.
    /// </param>
    /// <returns>How many payloads were enqueued.</returns>
    public async Task<int> EnqueueAsync(bool isAll, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var enqueued = await EnqueuePendingAsync(now, cancellationToken);
        if (!isAll)
            return enqueued.Count;
        // From tomorrow: the clock may have been ahead when a payload was named.
        for (var daysBack = -1; daysBack <= settings.SweepDays; daysBack++)
            await EnqueueDayAsync(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-daysBack), now, enqueued, cancellationToken);
        return enqueued.Count;
    }

    private async Task<HashSet<PayloadName>> EnqueuePendingAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var enqueued = new HashSet<PayloadName>();
        await foreach (var entry in pending.ListAsync(cancellationToken))
        {
            if (IsRecent(entry.AddedAt, now))
                continue;
            // Left by a process that died after the receipt or could not list the call, or by a delivery that came again.
            if (await HasReceiptAsync(entry.Name, cancellationToken))
            {
                if (await outcomes.TryListAgainAsync(entry.Name, cancellationToken))
                    await pending.RemoveAsync(entry.Name, cancellationToken);
                continue;
            }

            // Left by a delivery that was never archived.
            if (!await IsArchivedAsync(entry.Name, cancellationToken))
            {
                await pending.RemoveAsync(entry.Name, cancellationToken);
                continue;
            }

            await EnqueueAsync(entry.Name, entry.AddedAt, cancellationToken);
            enqueued.Add(entry.Name);
        }

        return enqueued;
    }

    private async Task EnqueueDayAsync(DateOnly day, DateTimeOffset now, HashSet<PayloadName> enqueued, CancellationToken cancellationToken)
    {
        var done = await receipts.ListAsync(day, cancellationToken).ToHashSetAsync(cancellationToken: cancellationToken);
        await foreach (var payload in archive.ListAsync(day, cancellationToken))
        {
            // Asked again for the few that are left: learning goes on while this reads.
            if (IsRecent(payload.StoredAt, now)
                || done.Contains(payload.Name)
                || enqueued.Contains(payload.Name)
                || await HasReceiptAsync(payload.Name, cancellationToken))
                continue;
            // Until it has a receipt, every sweep looks after it from now on.
            await pending.AddAsync(payload.Name, cancellationToken);
            await EnqueueAsync(payload.Name, payload.StoredAt, cancellationToken);
            enqueued.Add(payload.Name);
        }
    }

    private async Task EnqueueAsync(PayloadName payload, DateTimeOffset storedAt, CancellationToken cancellationToken)
    {
        await queue.EnqueueAsync(payload, isReplay: false, cancellationToken);
        metrics.SweptUp();
        LogEnqueued(payload, storedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    private async Task<bool> HasReceiptAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        try
        {
            return await receipts.ReadAsync(payload, cancellationToken) is not null;
        }
        catch (NewerDocumentException)
        {
            // Whatever it says, the payload is done with.
            return true;
        }
    }

    private async Task<bool> IsArchivedAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        await using var stored = await archive.OpenAsync(payload, cancellationToken);
        return stored is not null;
    }

    // What was stored after now was stored by a clock that has been put back since, nobody knows when.
    private bool IsRecent(DateTimeOffset storedAt, DateTimeOffset now) => (now - storedAt).Duration() < settings.SweepAfter;

    [LoggerMessage(1101, LogLevel.Warning, "{Payload} has been archived since {StoredAt} without a receipt and was enqueued again")]
    private partial void LogEnqueued(PayloadName payload, string storedAt);
}
