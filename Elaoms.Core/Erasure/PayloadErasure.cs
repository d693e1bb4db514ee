using Elaoms.Core.Calls;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Erasure;

/// <summary>
/// Deletes an erased caller's payloads with their recordings and receipts, what is listed of the calls, notices of messages that name
/// them, and exports.
/// </summary>
public sealed class PayloadErasure(
    IPayloadArchive archive, IReceipts receipts, IPendingPayloads pending, ICallList list, UnreadableMessages unreadable,
    StoredJobs jobs)
{
    /// <summary>Deletes what was found, and what an erasing that was cut short has left behind. Can be repeated.</summary>
    public async Task DeleteAsync(KeptOfCaller found, CancellationToken cancellationToken)
    {
        var all = found.Payloads.Concat(found.Receipts).Concat(found.Leftovers).Distinct().ToList();
        // First: if this is cut short, the payloads and receipts that are still there lead to the conversations again.
        await RemovePendingAsync([.. found.Conversations, .. all.Select(payload => payload.ConversationHash)], cancellationToken);
        foreach (var folder in all.GroupBy(payload => (payload.Day, payload.ConversationHash)))
            await archive.DeleteConversationAsync(folder.First(), cancellationToken);
        foreach (var payload in all)
            await receipts.DeleteAsync(payload, cancellationToken);
        await list.EraseAsync(
            found.Key, [.. found.Conversations, .. all.Select(payload => payload.ConversationHash)], cancellationToken);
        await unreadable.ForgetAsync(found.Conversations, cancellationToken);
    }

    /// <summary>
    /// Deletes the exports of an erased caller. Last, since an export may have been asked for while the rest was deleted.
    /// </summary>
    public Task DeleteExportsAsync(CallerKey caller, CancellationToken cancellationToken) => jobs.EraseAsync(caller, cancellationToken);

    // An entry may be there without a payload.
    private async Task RemovePendingAsync(HashSet<string> conversations, CancellationToken cancellationToken)
    {
        await foreach (var entry in pending.ListAsync(cancellationToken))
        {
            if (conversations.Contains(entry.Name.ConversationHash))
                await pending.RemoveAsync(entry.Name, cancellationToken);
        }
    }
}
