using Elaoms.Core.Audit;
using Elaoms.Core.Erasure;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Exports;

/// <summary>Collects what was noted of a caller's calls on their way, and who looked.</summary>
public sealed class CollectTraces(
    IReceipts receipts,
    IDocumentStore<ConversationClaim> claims,
    IPendingPayloads pending,
    ICallList list,
    UnreadableMessages unreadable,
    AuditReader audit)
{
    // More than anybody reads of one caller; the log itself is bounded by days alone.
    private const int MaxAuditEntries = 10_000;

    /// <summary>Collects it.</summary>
    /// <param name="kept">What there is of the caller.</param>
    internal async Task<TracesOfCaller> CollectAsync(KeptOfCaller kept, CancellationToken cancellationToken)
    {
        var conversations = kept.Conversations.ToHashSet(StringComparer.Ordinal);
        return new TracesOfCaller
        {
            Receipts = await ReceiptsAsync(kept, cancellationToken),
            Claims = await ClaimsAsync(conversations, cancellationToken),
            Pending = await pending.ListAsync(cancellationToken)
                .Where(entry => conversations.Contains(entry.Name.ConversationHash)).ToListAsync(cancellationToken),
            Listed = await list.FindCallerAsync(kept.Key, cancellationToken),
            ListedCalls = await ListedAsync(kept, cancellationToken),
            Notices =
            [
                .. (await unreadable.ReadAsync(cancellationToken)).Notices.Where(
                    notice => PayloadName.Parse(notice.Payload) is { } payload && conversations.Contains(payload.ConversationHash)),
            ],
            Audit = await audit.ReadAsync(DateOnly.MinValue, [kept.Key], cancellationToken).Take(MaxAuditEntries)
                .ToListAsync(cancellationToken),
        };
    }

    private async Task<List<(PayloadName, Receipt)>> ReceiptsAsync(KeptOfCaller kept, CancellationToken cancellationToken)
    {
        var read = new List<(PayloadName, Receipt)>();
        foreach (var payload in kept.Receipts.OrderBy(payload => payload.Value, StringComparer.Ordinal))
        {
            if (await receipts.ReadAsync(payload, cancellationToken) is { } receipt)
                read.Add((payload, receipt));
        }

        return read;
    }

    private async Task<List<(string, ConversationClaim)>> ClaimsAsync(
        IEnumerable<string> conversations, CancellationToken cancellationToken)
    {
        var read = new List<(string, ConversationClaim)>();
        foreach (var conversation in conversations.Order(StringComparer.Ordinal))
        {
            if (await claims.ReadAsync(conversation, cancellationToken) is { } claim)
                read.Add((conversation, claim.Value));
        }

        return read;
    }

    private async Task<List<ListedCall>> ListedAsync(KeptOfCaller kept, CancellationToken cancellationToken)
    {
        var listed = new List<ListedCall>();
        ListPosition? after = null;
        do
        {
            var page = await list.ListCallsAsync(new CallFilter(kept.Key), after, ListPages.MaxCount, cancellationToken);
            listed.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return listed;
    }
}
