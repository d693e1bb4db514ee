using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Documents;

/// <summary>Changes caller records: reads, changes, commits, and derives the profile anew; starts over when another writer came first.</summary>
public sealed class CallerRecords(ICallerStore store)
{
    /// <summary>
    /// Adds what calls teach, in one commit. Repeating it changes nothing. If the caller is erased between the record and its profile, the profile stays: who teaches looks whether the caller of
    /// the conversation was erased, and ends with <see cref="EraseAsync"/> then.
    /// </summary>
    /// <returns>Whether the record has changed.</returns>
    public async Task<bool> ApplyAsync(
        CallerKey key, Caller caller, IReadOnlyList<ExtractedCall> extractedCalls, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await store.ReadAsync(key, cancellationToken);
            var changed = extractedCalls.Aggregate(
                stored?.Record ?? new CallerRecord { Caller = caller }, (record, extracted) => record.With(extracted));
            var isNew = !ReferenceEquals(changed, stored?.Record);
            if (isNew && !await store.TryWriteAsync(key, changed, stored?.ETag, cancellationToken))
                continue;

            // Also when nothing changed: the process may have died between the record and its profile.
            await store.WriteProfileAsync(key, ProfileBuilder.Build(changed), cancellationToken);
            return isNew;
        }
    }

    /// <summary>Reads all that is derived of a caller, to see whether it can be read.</summary>
    /// <exception cref="NewerDocumentException">Record or profile are of a newer form.</exception>
    public async Task ReadAsync(CallerKey key, CancellationToken cancellationToken)
    {
        await store.ReadAsync(key, cancellationToken);
        await store.ReadProfileAsync(key, cancellationToken);
    }

    /// <summary>
    /// Takes out what a conversation taught, unless a payload taught it that stands before the given one: it came while we were on our way here, and who learned it knows better whose
    /// it is. Repeating it changes nothing.
    /// </summary>
    public async Task ForgetAsync(CallerKey key, string conversationId, PayloadVersion last, CancellationToken cancellationToken)
    {
        while (await store.ReadAsync(key, cancellationToken) is { } stored)
        {
            var without = stored.Record.Without(conversationId, last);
            if (ReferenceEquals(without, stored.Record) || await store.TryWriteAsync(key, without, stored.ETag, cancellationToken))
                break;
        }

        // Written over and not deleted before: whoever calls just now is to be known. But the caller may be erased meanwhile, and the claim, which is of another, does not say so.
        if (await store.ReadAsync(key, cancellationToken) is not { } left || !await TryWriteProfileAsync(key, left, cancellationToken))
            await RenewProfileAsync(key, cancellationToken);
    }

    /// <summary>
    /// Takes out what a conversation taught whose caller was erased, and the record with it when nothing else is in it: a learner that was at it meanwhile has made it anew. Repeating
    /// it changes nothing.
    /// </summary>
    public async Task EraseAsync(CallerKey key, string conversationId, CancellationToken cancellationToken)
    {
        while (await store.ReadAsync(key, cancellationToken) is { } stored)
        {
            var without = stored.Record.Without(conversationId);
            var isDone = without.Calls.Count == 0
                ? await store.TryDeleteAsync(key, stored.ETag, cancellationToken)
                : ReferenceEquals(without, stored.Record) || await store.TryWriteAsync(key, without, stored.ETag, cancellationToken);
            if (isDone)
                break;
        }

        await RenewProfileAsync(key, cancellationToken);
    }

    /// <summary>
    /// Makes the profile that of the record as it stands, also if an erased record of a higher revision left its own: the profile goes first, and who writes a record from then on
    /// writes its profile too.
    /// </summary>
    public async Task RenewProfileAsync(CallerKey key, CancellationToken cancellationToken)
    {
        do
        {
            // A profile of a newer form is left to who wrote it, unless its caller is gone.
            if (await store.ReadETagAsync(key, cancellationToken) is not null)
                await store.ReadProfileAsync(key, cancellationToken);
            await store.DeleteProfileAsync(key, cancellationToken);
        }
        while (await store.ReadAsync(key, cancellationToken) is { } stored && !await TryWriteProfileAsync(key, stored, cancellationToken));
    }

    // False when the record has changed or gone meanwhile: the profile may be that of a caller who was erased.
    private async Task<bool> TryWriteProfileAsync(CallerKey key, StoredCaller stored, CancellationToken cancellationToken)
    {
        await store.WriteProfileAsync(key, ProfileBuilder.Build(stored.Record), cancellationToken);
        return await store.ReadETagAsync(key, cancellationToken) == stored.ETag;
    }
}
