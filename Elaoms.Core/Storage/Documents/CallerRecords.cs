using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Documents;

/// <summary>Reads, changes and commits caller records, and derives the profile anew. Starts over when another writer came first.</summary>
public sealed class CallerRecords(ICallerStore store)
{
    /// <summary>
    /// Adds extracted calls in one commit. Repeating it changes nothing. If the caller is erased between the record and its profile, the
    /// profile stays: check afterwards whether the conversation's caller was erased, and call <see cref="EraseAsync"/> then.
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
    /// Removes a conversation, unless the record holds a payload of it that supersedes the given one: that one came meanwhile and settles
    /// whose conversation it is. Repeating it changes nothing.
    /// </summary>
    public async Task ForgetAsync(CallerKey key, string conversationId, PayloadVersion last, CancellationToken cancellationToken)
    {
        while (await store.ReadAsync(key, cancellationToken) is { } stored)
        {
            var without = stored.Record.Without(conversationId, last);
            if (ReferenceEquals(without, stored.Record) || await store.TryWriteAsync(key, without, stored.ETag, cancellationToken))
                break;
        }

        // Write the profile over instead of deleting it first, so that a call right now still finds it. But the caller may be erased
        // meanwhile, and the claim, which names another caller, does not say so.
        if (await store.ReadAsync(key, cancellationToken) is not { } left || !await TryWriteProfileAsync(key, left, cancellationToken))
            await RenewProfileAsync(key, cancellationToken);
    }

    /// <summary>
    /// Removes a conversation of an erased caller, and the record if nothing else is in it: a learner at work meanwhile may have created it
    /// again. Repeating it changes nothing.
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
    /// Derives the profile from the current record, even if an erased record of a higher revision left its own. That one is deleted first;
    /// whoever writes a record from then on writes its profile too.
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
