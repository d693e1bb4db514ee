using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Documents;

/// <summary>Reads, changes and commits caller records, and derives the profile anew. Starts over when another writer came first.</summary>
public sealed class CallerRecords(IDocumentStore<CallerRecord> store, IDocumentStore<CallerProfile> profiles)
{
    /// <summary>
    /// Adds extracted calls in one commit. Repeating it changes nothing. If the caller is erased between the record and its profile, the
    /// profile stays: check afterwards whether the conversation's caller was erased, and call <see cref="EraseAsync"/> then.
    /// </summary>
    /// <returns>Whether the record has changed.</returns>
    public async Task<bool> ApplyAsync(
        CallerKey key, Caller caller, IReadOnlyList<ExtractedCall> extractedCalls, CancellationToken cancellationToken)
    {
        CallerRecord? before = null;
        var record = await store.ChangeAsync(key, Apply, cancellationToken);
        // Also when nothing changed: the process may have died between the record and its profile.
        await WriteProfileAsync(key, record!, cancellationToken);
        return !ReferenceEquals(record, before);

        CallerRecord Apply(CallerRecord? there)
        {
            before = there;
            return extractedCalls.Aggregate(there ?? new CallerRecord { Caller = caller }, (changed, extracted) => changed.With(extracted));
        }
    }

    /// <summary>Reads a caller's record; null when there is none.</summary>
    /// <exception cref="NewerDocumentException">It is of a newer form.</exception>
    public ValueTask<Versioned<CallerRecord>?> ReadAsync(CallerKey key, CancellationToken cancellationToken)
        => store.ReadAsync(key, cancellationToken);

    /// <summary>Lists the callers who have a record, in any order.</summary>
    public IAsyncEnumerable<CallerKey> ListAsync(CancellationToken cancellationToken)
        => store.ListAsync(cancellationToken).Select(record => new CallerKey(record.Name));

    /// <summary>Fails if a newer program has written record or profile.</summary>
    /// <exception cref="NewerDocumentException">It has.</exception>
    public async Task RefuseNewerAsync(CallerKey key, CancellationToken cancellationToken)
    {
        await store.ReadAsync(key, cancellationToken);
        await profiles.ReadAsync(key, cancellationToken);
    }

    /// <summary>Whether a caller has a profile, even without a record: an erasing may have been cut short.</summary>
    public async Task<bool> HasProfileAsync(CallerKey key, CancellationToken cancellationToken)
        => await profiles.ReadETagAsync(key, cancellationToken) is not null;

    /// <summary>
    /// Removes a conversation, unless the record holds a payload of it that supersedes the given one: that one came meanwhile and settles
    /// whose conversation it is. Repeating it changes nothing.
    /// </summary>
    public async Task ForgetAsync(CallerKey key, string conversationId, PayloadVersion last, CancellationToken cancellationToken)
    {
        await store.ChangeAsync(key, record => record?.Without(conversationId, last), cancellationToken);

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
            var without = stored.Value.Without(conversationId);
            var isDone = without.Calls.Count == 0
                ? await store.TryDeleteAsync(key, stored.ETag, cancellationToken)
                : ReferenceEquals(without, stored.Value)
                    || await store.TryWriteAsync(key, without, stored.ETag, cancellationToken) is not null;
            if (isDone)
                break;
        }

        await RenewProfileAsync(key, cancellationToken);
    }

    /// <summary>Deletes a record and its profile.</summary>
    /// <param name="key">The caller.</param>
    /// <param name="etag">The version of the record that was read; null when there was none.</param>
    /// <returns>False when another version has come in between. That one stays.</returns>
    public async Task<bool> TryDeleteAsync(CallerKey key, string? etag, CancellationToken cancellationToken)
    {
        var isGone = etag is null
            ? await store.ReadETagAsync(key, cancellationToken) is null
            : await store.TryDeleteAsync(key, etag, cancellationToken);
        await RenewProfileAsync(key, cancellationToken);
        return isGone;
    }

    /// <summary>Derives the profile anew if it is older than the record: a process may have died between the two.</summary>
    public async Task RenewOlderProfileAsync(CallerKey key, CallerRecord record, CancellationToken cancellationToken)
    {
        if (await profiles.ReadAsync(key, cancellationToken) is { } profile && profile.Value.Revision < record.Revision)
            await RenewProfileAsync(key, cancellationToken);
    }

    /// <summary>
    /// Derives the profile from the current record, even if an erased record of a higher revision left its own. That one is deleted first;
    /// whoever writes a record from then on writes its profile too.
    /// </summary>
    internal async Task RenewProfileAsync(CallerKey key, CancellationToken cancellationToken)
    {
        do
        {
            // A profile of a newer form is left to who wrote it, unless its caller is gone.
            if (await store.ReadETagAsync(key, cancellationToken) is not null)
                await profiles.ReadAsync(key, cancellationToken);
            await profiles.DeleteAsync(key, cancellationToken);
        }
        while (await store.ReadAsync(key, cancellationToken) is { } stored && !await TryWriteProfileAsync(key, stored, cancellationToken));
    }

    // False when the record has changed or gone meanwhile: the profile may be that of a caller who was erased.
    private async Task<bool> TryWriteProfileAsync(CallerKey key, Versioned<CallerRecord> stored, CancellationToken cancellationToken)
    {
        await WriteProfileAsync(key, stored.Value, cancellationToken);
        return await store.ReadETagAsync(key, cancellationToken) == stored.ETag;
    }

    // One of a higher revision is of a newer record.
    private Task<CallerProfile?> WriteProfileAsync(CallerKey key, CallerRecord record, CancellationToken cancellationToken)
    {
        var profile = ProfileBuilder.Build(record);
        return profiles.ChangeAsync(key, there => there?.Revision > profile.Revision ? there : profile, cancellationToken);
    }
}
