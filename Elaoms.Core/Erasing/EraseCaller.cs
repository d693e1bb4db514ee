using Elaoms.Core.Embeddings;
using Elaoms.Core.Indexing;
using Elaoms.Core.Intake;
using Elaoms.Core.Learning;
using Elaoms.Core.Memories;

namespace Elaoms.Core.Callers;

/// <summary>Deletes everything that was kept of a caller: payloads and recordings of the calls, receipts, claims, what engines hold, profile, and the record last.</summary>
public sealed class EraseCaller(
    ICallerStore store,
    IPayloadArchive archive,
    IReceipts receipts,
    IConversationClaims claims,
    ICallerVectors vectors,
    IEnumerable<IMemoryEngine> engines,
    IndexCallers index,
    CallerKeys keys)
{
    /// <summary>Erases a caller. Can be repeated when it was cut short: the record, which names the rest, goes last.</summary>
    /// <exception cref="EngineException">An engine can't be reached: repeat it.</exception>
    /// <returns>Whether there was anything to erase.</returns>
    public async Task<bool> EraseAsync(Caller caller, CancellationToken cancellationToken)
    {
        var key = keys.Of(caller);
        if (await store.ReadAsync(key, cancellationToken) is not { } stored)
            return false;

        foreach (var payload in stored.Record.Calls.Select(call => PayloadName.Parse(call.Payload)).OfType<PayloadName>())
        {
            await archive.DeleteConversationAsync(payload, cancellationToken);
            await receipts.DeleteAsync(payload, cancellationToken);
            await claims.DeleteAsync(payload.ConversationHash, cancellationToken);
        }

        // Nobody must tell an engine of what is just being erased.
        var held = await index.HoldAsync(key, cancellationToken);
        try
        {
            // Also where there is no engine for them any more.
            await vectors.DeleteAsync(key, cancellationToken);
            foreach (var engine in engines)
                await engine.ForgetAsync(key, cancellationToken);
            await store.DeleteAsync(key, cancellationToken);
        }
        catch (Exception)
        {
            await index.PutBackAsync(held, CancellationToken.None);
            throw;
        }

        await index.LetGoAsync(held, CancellationToken.None);
        return true;
    }
}
