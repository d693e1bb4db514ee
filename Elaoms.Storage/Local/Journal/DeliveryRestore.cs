using System.Security.Cryptography;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;

namespace Elaoms.Storage.Local.Journal;

/// <summary>Archives and enqueues a delivery of a journal once more, unless its caller was erased. Can be repeated.</summary>
internal sealed class DeliveryRestore(
    FilePayloadArchive archive,
    IPendingPayloads pending,
    ICallQueue queue,
    IReceipts receipts,
    IDocumentStore<ConversationClaim> claims,
    SpoolDirectory spool)
{
    /// <summary>Whether the conversation's caller was erased.</summary>
    /// <exception cref="NewerDocumentException">A newer program has written what says so.</exception>
    public async Task<bool> IsErasedAsync(PayloadName name, CancellationToken cancellationToken)
        => (await claims.ReadAsync(name.ConversationHash, cancellationToken))?.Value.IsErased ?? false;

    /// <summary>Restores a delivery.</summary>
    /// <returns>Whether its payload was not in the archive.</returns>
    /// <exception cref="NewerDocumentException">A newer program knows whether its caller was erased.</exception>
    public async Task<bool> RestoreAsync(PayloadName name, byte[] body, CancellationToken cancellationToken)
    {
        if (await IsErasedAsync(name, cancellationToken))
            return false;
        var isMissing = !await IsArchivedAsync(name, cancellationToken);
        if (isMissing)
            await ArchiveAsync(name, body, cancellationToken);
        await EnqueueAsync(name, isMissing, cancellationToken);
        // Asked last: who erases the caller meanwhile may not see what was written here.
        if (await IsErasedAsync(name, cancellationToken))
        {
            await pending.RemoveAsync(name, cancellationToken);
            await archive.DeleteConversationAsync(name, cancellationToken);
        }

        return isMissing;
    }

    private async Task<bool> IsArchivedAsync(PayloadName name, CancellationToken cancellationToken)
    {
        await using var stored = await archive.OpenAsync(name, cancellationToken);
        return stored is not null
            && Convert.ToHexStringLower(await SHA256.HashDataAsync(stored, cancellationToken)) == name.BodyHash;
    }

    private async Task ArchiveAsync(PayloadName name, byte[] body, CancellationToken cancellationToken)
    {
        using var spooled = new SpooledBody(spool.Path);
        spooled.Append(body);
        await archive.StoreAsync(name, spooled, cancellationToken);
    }

    private async Task EnqueueAsync(PayloadName name, bool wasMissing, CancellationToken cancellationToken)
    {
        var result = await ReadReceiptAsync(name, cancellationToken);
        // One that failed may have failed for the torn file.
        if (result is not null && !(wasMissing && result == ReceiptResult.Failed))
            return;
        await pending.AddAsync(name, cancellationToken);
        await queue.EnqueueAsync(CallMessage.For(name, isReplay: result is not null), cancellationToken);
    }

    private async Task<ReceiptResult?> ReadReceiptAsync(PayloadName name, CancellationToken cancellationToken)
    {
        try
        {
            return (await receipts.ReadAsync(name, cancellationToken))?.Result;
        }
        catch (NewerDocumentException)
        {
            // Whatever it says, the payload is done with.
            return ReceiptResult.Learned;
        }
    }
}
