using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Json;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Erasure;

/// <summary>
/// Deletes everything that is kept of a caller: payloads and recordings of the calls, receipts, what engines hold, the profile, and the
/// record last. A claim that names nobody stays for each conversation. It says that the caller was erased, so a waiting message or a
/// repeated delivery is not learned.
/// </summary>
public sealed class EraseCaller(
    FindCaller find,
    ICallerStore store,
    CallerRecords records,
    IPayloadArchive archive,
    IReceipts receipts,
    UnreadableMessages unreadable,
    IConversationClaims claims,
    ICallerValues<CallerVectors> vectors,
    IEnumerable<IMemoryEngine> engines,
    IndexCallers index,
    CallersToIndex toIndex,
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

    private async Task<bool> TryEraseAsync(KeptOfCaller found, CancellationToken cancellationToken)
    {
        var all = found.Payloads.Concat(found.Receipts).Concat(found.Leftovers).Distinct().ToList();
        foreach (var folder in all.GroupBy(payload => (payload.Day, payload.ConversationHash)))
            await archive.DeleteConversationAsync(folder.First(), cancellationToken);
        foreach (var payload in all)
            await receipts.DeleteAsync(payload, cancellationToken);
        await unreadable.ForgetAsync(found.Conversations, cancellationToken);

        // Nobody must tell an engine of what is just being erased.
        var held = await index.HoldAsync(found.Key, cancellationToken);
        bool isGone;
        try
        {
            // Also where there is no engine for them any more.
            await vectors.DeleteAsync(found.Key, cancellationToken);
            foreach (var engine in engines)
                await engine.ForgetAsync(found.Key, cancellationToken);
            // Only the version that was found: another may hold a call whose payload was not looked for, or one that had no record before.
            isGone = found.RecordETag is { } tag
                ? await store.TryDeleteAsync(found.Key, tag, cancellationToken)
                : await store.ReadETagAsync(found.Key, cancellationToken) is null;
            await records.RenewProfileAsync(found.Key, cancellationToken);
        }
        catch (Exception)
        {
            await index.PutBackAsync(held, CancellationToken.None);
            throw;
        }

        await index.LetGoAsync(held, CancellationToken.None);
        return isGone;
    }

    // False when a conversation has become another's since it was found: a newer payload names them, and it is to be looked for again.
    private async Task<bool> TryCloseAsync(KeptOfCaller found, CancellationToken cancellationToken)
    {
        foreach (var conversation in found.Conversations)
        {
            if (!await TryCloseAsync(conversation, found.Key, cancellationToken))
                return false;
        }

        return true;
    }

    private async Task<bool> TryCloseAsync(string conversation, CallerKey caller, CancellationToken cancellationToken)
    {
        while (await claims.ReadAsync(conversation, cancellationToken) is var stored && stored is not { Claim.IsErased: true })
        {
            if (stored?.Claim.Caller is { } other && other != caller.Value)
                return false;
            // The mark names nobody: from then on nobody can tell whom else the conversation taught.
            foreach (var former in (stored?.Claim.FormerCallers ?? []).Where(key => key != caller.Value))
                await ForgetAsync(conversation, new CallerKey(former), stored!.Claim.PayloadVersion, cancellationToken);
            if (await claims.TryWriteAsync(conversation, ConversationClaim.Erased, stored?.ETag, cancellationToken))
                return true;
        }

        return true;
    }

    private async Task ForgetAsync(string conversation, CallerKey former, PayloadVersion last, CancellationToken cancellationToken)
    {
        var calls = (await store.ReadAsync(former, cancellationToken))?.Record.Calls ?? [];
        foreach (var call in calls.Where(call => PayloadName.Parse(call.Payload)?.ConversationHash == conversation))
            await records.ForgetAsync(former, call.ConversationId, last, cancellationToken);
        // Also when nothing was left of it: an erasing may have been cut short between the record and this.
        await toIndex.AddAsync(former, cancellationToken);
    }
}
