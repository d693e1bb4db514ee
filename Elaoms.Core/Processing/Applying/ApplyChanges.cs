using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Indexing;
using Elaoms.Core.Json;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Processing.Applying;

/// <summary>
/// Brings a caller's record in line with the changes of operators. A change that was stored while the process ended is applied by the next
/// sweep.
/// </summary>
public sealed class ApplyChanges(
    StoredChanges changes,
    IDocumentStore<PendingChange> pending,
    CallerRecords records,
    MarkedCalls marked,
    DeletedCalls deleted,
    FollowUps followUps,
    TimeProvider time)
{
    /// <summary>Stores a change and applies it.</summary>
    /// <returns>False when the caller has as many changes as may be. Repeating it with the same id changes nothing.</returns>
    /// <exception cref="NewerDocumentException">A newer program has written what would change.</exception>
    public async Task<bool> ApplyAsync(CallerKey caller, CallerChange change, CancellationToken cancellationToken)
    {
        await records.RefuseNewerAsync(caller, cancellationToken);
        // First: from then on the sweep finds the caller. It is another version each time, so whoever is at it leaves it.
        await pending.ChangeAsync(
            caller, before => new PendingChange(time.GetUtcNow()) { ReadsAllCalls = before?.ReadsAllCalls == true }, cancellationToken);
        var isStored = await changes.TryAddAsync(caller, change, cancellationToken);
        // It counts from here on: whoever asked may go, and the old value must not be told until the sweep.
        await ApplyAsync(caller, CancellationToken.None);
        return isStored;
    }

    /// <summary>Removes a change and makes the record as it is without it.</summary>
    /// <returns>
    /// How many calls could not be extracted again, since their payloads have expired: what the change took out of them stays away. Null
    /// when there is no such change.
    /// </returns>
    /// <exception cref="NewerDocumentException">A newer program has written what would change.</exception>
    public async Task<int?> UndoAsync(CallerKey caller, string id, CancellationToken cancellationToken)
    {
        await records.RefuseNewerAsync(caller, cancellationToken);
        await pending.ChangeAsync(caller, _ => new PendingChange(time.GetUtcNow()) { ReadsAllCalls = true }, cancellationToken);
        var isRemoved = await changes.TryRemoveAsync(caller, id, cancellationToken);
        var missing = await ApplyAsync(caller, CancellationToken.None);
        return isRemoved ? missing : null;
    }

    /// <summary>Applies what is pending of all callers.</summary>
    /// <returns>How many callers were brought in line.</returns>
    public async Task<int> ApplyPendingAsync(CancellationToken cancellationToken)
    {
        var callers = 0;
        await foreach (var listed in pending.ListAsync(cancellationToken))
        {
            try
            {
                await ApplyAsync(new CallerKey(listed.Name), cancellationToken);
                callers++;
            }
            catch (NewerDocumentException)
            {
                // It is for the program that wrote the document.
            }
        }

        return callers;
    }

    // Returns how many calls could not be extracted again.
    private async Task<int> ApplyAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        var entry = await pending.ReadAsync(caller, cancellationToken);
        var rules = await changes.ReadAsync(caller, cancellationToken);
        await followUps.AnnounceAsync(caller, cancellationToken);
        foreach (var conversation in rules?.Deleted ?? [])
            await deleted.DeleteAsync(caller, conversation, cancellationToken);
        var (extracted, missing) = await marked.ReadAsync(caller, entry?.Value.ReadsAllCalls == true, cancellationToken);
        await records.RemakeAsync(caller, extracted, cancellationToken);
        await followUps.RunAsync(caller, cancellationToken);
        if (entry is not null)
            await pending.TryDeleteAsync(caller, entry.ETag, cancellationToken);
        return missing;
    }
}

/// <summary>Brings in line what is made of a caller's record: the list, and what other indexes are told.</summary>
public sealed class FollowUps(CallersToIndex toIndex, CallOutcomes outcomes)
{
    /// <summary>Says that the record is about to change, in case that the process ends then.</summary>
    internal Task AnnounceAsync(CallerKey caller, CancellationToken cancellationToken) => toIndex.AddAsync(caller, cancellationToken);

    /// <summary>Does what follows from the change.</summary>
    internal async Task RunAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        await outcomes.RefreshCallerAsync(caller, cancellationToken);
        await toIndex.AddAsync(caller, cancellationToken);
    }
}

/// <summary>
/// Extracts calls again of which something was forgotten: what is forgotten next may overlap what is no longer there. Where the payload has
/// expired, what is stored stays the source.
/// </summary>
public sealed class MarkedCalls(CallerRecords records, ArchivedCallReader reader, CallExtractor extractor)
{
    /// <summary>Extracts the calls of a record that hold a mark, by conversation.</summary>
    /// <param name="readsAll">Whether all calls are extracted: a change was removed, and a fact that it took away left no mark.</param>
    /// <returns>The calls, and how many more could not be read.</returns>
    internal async Task<(IReadOnlyDictionary<string, ExtractedCall> Extracted, int Missing)> ReadAsync(
        CallerKey caller, bool readsAll, CancellationToken cancellationToken)
    {
        var (extracted, missing) = (new Dictionary<string, ExtractedCall>(StringComparer.Ordinal), 0);
        if (await records.ReadAsync(caller, cancellationToken) is not { Value: var record })
            return (extracted, missing);
        var marked = record.Memories.Where(memory => ForgottenMark.IsIn(memory.Text)).Select(memory => memory.ConversationId)
            .Concat(record.Facts.Where(fact => ForgottenMark.IsIn(fact.Value) || ForgottenMark.IsIn(fact.Source.Quote))
                .Select(fact => fact.Source.ConversationId))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var past in record.Calls.Where(call => readsAll || marked.Contains(call.ConversationId)))
        {
            if (PayloadName.Parse(past.Payload) is { } payload
                && (await reader.ReadAsync(payload, cancellationToken)).Call is { } call && call.Taught == caller)
            {
                extracted[past.ConversationId] = await extractor.ExtractAsync(
                    call.Call, past.ConversationId, payload, call.EventTimestamp, cancellationToken);
            }
            else
            {
                missing++;
            }
        }

        return (extracted, missing);
    }
}
