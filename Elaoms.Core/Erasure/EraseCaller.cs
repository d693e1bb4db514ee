using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Processing;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Erasure;

/// <summary>
/// Deletes everything that is kept of a caller: payloads and recordings of the calls, receipts, what engines hold, the profile, the
/// record, and exports last. A claim that names nobody stays for each conversation. It says that the caller was erased, so a waiting
/// message or a repeated delivery is not learned.
/// </summary>
public sealed class EraseCaller(
    FindCaller find,
    CurrentPayload current,
    PayloadErasure payloads,
    IndexErasure indexes,
    CallerRecords records,
    IDeletedData deletedData)
{
    /// <summary>How many steps <see cref="ErasureStep"/> knows.</summary>
    public const int Steps = (int)ErasureStep.Cleared;

    /// <summary>Erases a caller. Can be repeated when it was cut short, and changes nothing where there is nothing left.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="reached">Told which step is done, with what was found so far; null when nobody is to be told.</param>
    /// <exception cref="EngineException">An engine can't be reached: repeat it.</exception>
    /// <exception cref="NewerDocumentException">
    /// A newer program wrote a document that is needed here. Erase the caller with that program; unreadable documents are left.
    /// </exception>
    /// <returns>What was erased. If it is not all (<see cref="KeptOfCaller.IsAll"/>), the caller is to be erased again later.</returns>
    public async Task<KeptOfCaller> EraseAsync(
        CallerKey caller, CancellationToken cancellationToken, Func<ErasureStep, KeptOfCaller, Task>? reached = null)
    {
        KeptOfCaller? erased = null;
        await deletedData.RecoverAsync(cancellationToken);
        while (true)
        {
            var found = await find.FindAsync(caller, cancellationToken);
            await TellAsync(ErasureStep.Found, erased?.And(found) ?? found);
            // The claims first: from then on nobody learns from these conversations, and who is at it takes back what it teaches.
            if (!await TryCloseAsync(found, cancellationToken))
                continue;
            erased = erased?.And(found) ?? found;
            await TellAsync(ErasureStep.Closed, erased);
            await payloads.DeleteAsync(found, cancellationToken);
            await TellAsync(ErasureStep.PayloadsDeleted, erased);
            // If not, a call was learned meanwhile.
            if (await TryDeleteRecordAsync(found, cancellationToken))
                break;
        }

        await payloads.DeleteExportsAsync(caller, cancellationToken);
        await TellAsync(ErasureStep.Deleted, erased);
        // Also where nothing was found: an erasing may have been cut short before this.
        erased = erased with { DeletedData = await deletedData.ClearAsync(erased.Key, cancellationToken) };
        await TellAsync(ErasureStep.Cleared, erased);
        return erased;

        Task TellAsync(ErasureStep step, KeptOfCaller found) => reached?.Invoke(step, found) ?? Task.CompletedTask;
    }

    /// <summary>Overwrites what is left of a caller of whom <see cref="ErasureStep.Deleted"/> was reached and whose key is gone.</summary>
    public ValueTask<DeletedDataState> ClearAsync(CancellationToken cancellationToken)
        => deletedData.ClearAsync(erased: null, cancellationToken);

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

    // Only the version that was found: another may hold a call whose payload was not looked for, or one that had no record before.
    private Task<bool> TryDeleteRecordAsync(KeptOfCaller found, CancellationToken cancellationToken) => indexes.ForgetAsync(
        found.Key, token => records.TryDeleteAsync(found.Key, found.RecordETag, token), cancellationToken);
}

/// <summary>How far erasing is.</summary>
public enum ErasureStep
{
    /// <summary>It is known what there is.</summary>
    Found = 1,

    /// <summary>Nothing more is learned of the conversations.</summary>
    Closed,

    /// <summary>Payloads, receipts and lists are deleted.</summary>
    PayloadsDeleted,

    /// <summary>All is deleted, and parts of it may lie in what the storage has freed.</summary>
    Deleted,

    /// <summary>That is overwritten, as far as the storage can.</summary>
    Cleared,
}
