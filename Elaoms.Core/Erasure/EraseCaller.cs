using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Processing;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Erasure;

/// <summary>
/// Deletes everything that is kept of a caller: payloads and recordings of the calls, receipts, what engines hold, the profile, and the
/// record last. A claim that names nobody stays for each conversation. It says that the caller was erased, so a waiting message or a
/// repeated delivery is not learned.
/// </summary>
public sealed class EraseCaller(
    FindCaller find,
    CurrentPayload current,
    PayloadErasure payloads,
    IndexErasure indexes,
    CallerRecords records,
    IDeletedData deletedData)
{
    /// <summary>Erases a caller. Can be repeated when it was cut short, and changes nothing where there is nothing left.</summary>
    /// <exception cref="EngineException">An engine can't be reached: repeat it.</exception>
    /// <exception cref="NewerDocumentException">
    /// A newer program wrote a document that is needed here. Erase the caller with that program; unreadable documents are left.
    /// </exception>
    /// <returns>What was erased. If it is not all (<see cref="KeptOfCaller.IsAll"/>), the caller is to be erased again later.</returns>
    public async Task<KeptOfCaller> EraseAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        KeptOfCaller? erased = null;
        await deletedData.RecoverAsync(cancellationToken);
        while (true)
        {
            var found = await find.FindAsync(caller, cancellationToken);
            // The claims first: from then on nobody learns from these conversations, and who is at it takes back what it teaches.
            if (!await TryCloseAsync(found, cancellationToken))
                continue;
            erased = erased?.And(found) ?? found;
            // If not, a call was learned meanwhile.
            if (await TryEraseAsync(found, cancellationToken))
                break;
        }

        // Also where nothing was found: an erasing may have been cut short before this.
        return erased with { DeletedData = await deletedData.ClearAsync(erased.Key, cancellationToken) };
    }

    // False when a conversation has become another's since it was found: it is to be looked for again.
    private async Task<bool> TryCloseAsync(KeptOfCaller found, CancellationToken cancellationToken)
    {
        foreach (var conversation in found.Conversations)
        {
            if (!await current.TryMarkErasedAsync(conversation, found.Key, cancellationToken))
                return false;
        }

        return true;
    }

    private async Task<bool> TryEraseAsync(KeptOfCaller found, CancellationToken cancellationToken)
    {
        await payloads.DeleteAsync(found, cancellationToken);
        // Only the version that was found: another may hold a call whose payload was not looked for, or one that had no record before.
        return await indexes.ForgetAsync(
            found.Key, token => records.TryDeleteAsync(found.Key, found.RecordETag, token), cancellationToken);
    }
}
