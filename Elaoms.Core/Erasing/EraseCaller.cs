using Elaoms.Core.Callers;
using Elaoms.Core.Embeddings;
using Elaoms.Core.Indexing;
using Elaoms.Core.Intake;
using Elaoms.Core.Learning;
using Elaoms.Core.Memories;

namespace Elaoms.Core.Erasing;

/// <summary>
/// Deletes everything that is kept of a caller: payloads and recordings of the calls, receipts, what engines hold, profile, and the record last. Of each conversation a claim stays that
/// says that its caller was erased and names nobody, so that a message that still waits, or a delivery that comes again, is not learned.
/// </summary>
public sealed class EraseCaller(
    FindCaller find,
    ICallerStore store,
    CallerRecords records,
    IPayloadArchive archive,
    IReceipts receipts,
    IConversationClaims claims,
    ICallerVectors vectors,
    IEnumerable<IMemoryEngine> engines,
    IndexCallers index)
{
    /// <summary>Erases a caller. Can be repeated when it was cut short, and changes nothing where there is nothing left.</summary>
    /// <exception cref="EngineException">An engine can't be reached: repeat it.</exception>
    /// <returns>What was erased. If it is not all (<see cref="KeptOfCaller.IsAll"/>), the caller is to be erased again later.</returns>
    public async Task<KeptOfCaller> EraseAsync(Caller caller, CancellationToken cancellationToken)
    {
        var erased = await find.FindAsync(caller, cancellationToken);
        var found = erased;
        while (!await TryEraseAsync(found, cancellationToken))
        {
            // A call was learned meanwhile.
            found = await find.FindAsync(caller, cancellationToken);
            erased = erased.And(found);
        }

        return erased;
    }

    private async Task<bool> TryEraseAsync(KeptOfCaller found, CancellationToken cancellationToken)
    {
        // The claims first: from then on nobody learns from these conversations, and who is at it takes back what it teaches.
        foreach (var conversation in found.Conversations)
            await CloseAsync(conversation, cancellationToken);
        foreach (var folder in found.Payloads.Concat(found.Receipts).GroupBy(payload => (payload.Day, payload.ConversationHash)))
            await archive.DeleteConversationAsync(folder.First(), cancellationToken);
        foreach (var payload in found.Payloads.Concat(found.Receipts).Concat(found.Leftovers).Distinct())
            await receipts.DeleteAsync(payload, cancellationToken);

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
            isGone = found.RecordTag is { } tag
                ? await store.TryDeleteAsync(found.Key, tag, cancellationToken)
                : await store.ReadTagAsync(found.Key, cancellationToken) is null;
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

    private async Task CloseAsync(string conversation, CancellationToken cancellationToken)
    {
        while (await claims.ReadAsync(conversation, cancellationToken) is var stored && stored is not { Claim.IsErased: true })
        {
            if (await claims.TryWriteAsync(conversation, ConversationClaim.Erased, stored?.Tag, cancellationToken))
                return;
        }
    }
}
