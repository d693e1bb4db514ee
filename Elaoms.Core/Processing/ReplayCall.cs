using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;

namespace Elaoms.Core.Processing;

/// <summary>Has a payload tried again that has failed, when its cause is mended.</summary>
public sealed class ReplayCall(IPayloadArchive archive, IReceipts receipts, ICallQueue queue)
{
    /// <summary>
    /// Enqueues the payload for another try. The failed receipt stays until the outcome replaces it, so the call is always either waiting
    /// or known to have failed.
    /// </summary>
    public async Task<ReplayResult> ReplayAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        if (await receipts.ReadAsync(payload, cancellationToken) is { Result: not ReceiptResult.Failed })
            return ReplayResult.AlreadyDone;

        await using (var stored = await archive.OpenAsync(payload, cancellationToken))
        {
            if (stored is null)
                return ReplayResult.NotArchived;
        }

        await queue.EnqueueAsync(payload, isReplay: true, cancellationToken);
        return ReplayResult.Enqueued;
    }
}

/// <summary>What became of the wish to have a payload learned again.</summary>
public enum ReplayResult
{
    /// <summary>It will be tried again.</summary>
    Enqueued,

    /// <summary>It is not in the archive.</summary>
    NotArchived,

    /// <summary>It was learned, or holds nothing to learn: there is nothing to do.</summary>
    AlreadyDone,
}
