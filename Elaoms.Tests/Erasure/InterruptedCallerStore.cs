using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Tests.Erasure;

/// <summary>A store where something else happens before each access and after each write.</summary>
internal sealed class InterruptedCallerStore(ICallerStore store, Func<Task> happens) : ICallerStore
{
    public async ValueTask<StoredCaller?> ReadAsync(CallerKey key, CancellationToken cancellationToken)
    {
        await happens();
        return await store.ReadAsync(key, cancellationToken);
    }

    public async ValueTask<string?> ReadETagAsync(CallerKey key, CancellationToken cancellationToken)
    {
        await happens();
        return await store.ReadETagAsync(key, cancellationToken);
    }

    public async ValueTask<bool> TryWriteAsync(CallerKey key, CallerRecord record, string? replaces, CancellationToken cancellationToken)
    {
        await happens();
        return await store.TryWriteAsync(key, record, replaces, cancellationToken);
    }

    public IAsyncEnumerable<CallerKey> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    public async ValueTask<CallerProfile?> ReadProfileAsync(CallerKey key, CancellationToken cancellationToken)
    {
        await happens();
        return await store.ReadProfileAsync(key, cancellationToken);
    }

    public async ValueTask WriteProfileAsync(CallerKey key, CallerProfile profile, CancellationToken cancellationToken)
    {
        await happens();
        await store.WriteProfileAsync(key, profile, cancellationToken);
        await happens();
    }

    public async ValueTask DeleteProfileAsync(CallerKey key, CancellationToken cancellationToken)
    {
        await happens();
        await store.DeleteProfileAsync(key, cancellationToken);
    }

    public async ValueTask<bool> TryDeleteAsync(CallerKey key, string tag, CancellationToken cancellationToken)
    {
        await happens();
        return await store.TryDeleteAsync(key, tag, cancellationToken);
    }
}
