namespace Elaoms.Core.Callers;

/// <summary>Changes caller records: reads, changes, commits, and derives the profile anew; starts over when another writer came first.</summary>
public sealed class CallerRecords(ICallerStore store)
{
    /// <summary>Adds what a call teaches. Repeating it changes nothing.</summary>
    /// <returns>Whether the record has changed.</returns>
    public Task<bool> TeachAsync(CallerKey key, Caller caller, CallLesson lesson, CancellationToken cancellationToken)
        => ChangeAsync(key, record => (record ?? new CallerRecord { Caller = caller }).With(lesson), cancellationToken);

    /// <summary>Takes out what a conversation taught. Repeating it changes nothing.</summary>
    public Task ForgetAsync(CallerKey key, string conversationId, CancellationToken cancellationToken)
        => ChangeAsync(key, record => record?.Without(conversationId), cancellationToken);

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
                ? await store.TryDeleteAsync(key, stored.Tag, cancellationToken)
                : ReferenceEquals(without, stored.Record) || await store.TryWriteAsync(key, without, stored.Tag, cancellationToken);
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
        await store.DeleteProfileAsync(key, cancellationToken);
        if (await store.ReadAsync(key, cancellationToken) is { } stored)
            await store.WriteProfileAsync(key, ProfileBuilder.Build(stored.Record), cancellationToken);
    }

    private async Task<bool> ChangeAsync(CallerKey key, Func<CallerRecord?, CallerRecord?> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await store.ReadAsync(key, cancellationToken);
            if (change(stored?.Record) is not { } changed)
                return false;

            var isNew = !ReferenceEquals(changed, stored?.Record);
            if (isNew && !await store.TryWriteAsync(key, changed, stored?.Tag, cancellationToken))
                continue;

            // Also when nothing changed: the process may have died between the record and its profile.
            await store.WriteProfileAsync(key, ProfileBuilder.Build(changed), cancellationToken);
            return isNew;
        }
    }
}
