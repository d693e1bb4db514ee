using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Tests.Server;

/// <summary>A store that is out of order, until it is told otherwise. It does not even heed cancellation.</summary>
public sealed class FaultyCallerStore(StoreFault fault) : ICallerStore
{
    private int _refused;

    public StoreFault Fault { get; set; } = fault;

    public ICallerStore? Behind { get; set; }

    public int Refused => _refused;

    public ValueTask<StoredCaller?> ReadAsync(CallerKey key, CancellationToken cancellationToken) => Pass(store => store.ReadAsync(key, cancellationToken));

    public ValueTask<string?> ReadETagAsync(CallerKey key, CancellationToken cancellationToken) => Pass(store => store.ReadETagAsync(key, cancellationToken));

    public ValueTask<bool> TryWriteAsync(CallerKey key, CallerRecord record, string? replaces, CancellationToken cancellationToken) =>
        Pass(store => store.TryWriteAsync(key, record, replaces, cancellationToken));

    public IAsyncEnumerable<CallerKey> ListAsync(CancellationToken cancellationToken) => Behind!.ListAsync(cancellationToken);

    public ValueTask<CallerProfile?> ReadProfileAsync(CallerKey key, CancellationToken cancellationToken) => Pass(store => store.ReadProfileAsync(key, cancellationToken));

    public async ValueTask WriteProfileAsync(CallerKey key, CallerProfile profile, CancellationToken cancellationToken) => await Pass(async store =>
    {
        await store.WriteProfileAsync(key, profile, cancellationToken);
        return true;
    });

    public async ValueTask DeleteProfileAsync(CallerKey key, CancellationToken cancellationToken) => await Pass(async store =>
    {
        await store.DeleteProfileAsync(key, cancellationToken);
        return true;
    });

    public ValueTask<bool> TryDeleteAsync(CallerKey key, string tag, CancellationToken cancellationToken) => Pass(store => store.TryDeleteAsync(key, tag, cancellationToken));

    private ValueTask<T> Pass<T>(Func<ICallerStore, ValueTask<T>> call)
    {
        if (Fault == StoreFault.None)
            return call(Behind!);
        Interlocked.Increment(ref _refused);
        return Fault switch
        {
            StoreFault.Throws => throw new IOException("The store is down."),
            StoreFault.ThrowsLater => ThrowLaterAsync<T>(),
            _ => new ValueTask<T>(new TaskCompletionSource<T>().Task),
        };
    }

    private static async ValueTask<T> ThrowLaterAsync<T>()
    {
        await Task.Yield();
        throw new IOException("The store is down.");
    }
}
