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
