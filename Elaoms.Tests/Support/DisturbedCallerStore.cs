using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Tests;

/// <summary>A store without callers where every access first does something bad.</summary>
internal sealed class DisturbedCallerStore(Func<bool> fault, Task<CallerProfile?>? profile = null, Task<StoredCaller?>? record = null) : ICallerStore
{
    public ValueTask<StoredCaller?> ReadAsync(CallerKey key, CancellationToken cancellationToken)
    {
        fault();
        return record is null ? default : new ValueTask<StoredCaller?>(record);
    }

    public ValueTask<string?> ReadETagAsync(CallerKey key, CancellationToken cancellationToken) => Do<string?>(null);

    public ValueTask<bool> TryWriteAsync(CallerKey key, CallerRecord record, string? replaces, CancellationToken cancellationToken) => Do(true);

    public IAsyncEnumerable<CallerKey> ListAsync(CancellationToken cancellationToken)
    {
        fault();
        return AsyncEnumerable.Empty<CallerKey>();
    }

    public ValueTask<CallerProfile?> ReadProfileAsync(CallerKey key, CancellationToken cancellationToken)
    {
        fault();
        return profile is null ? default : new ValueTask<CallerProfile?>(profile);
    }

    public ValueTask WriteProfileAsync(CallerKey key, CallerProfile profile, CancellationToken cancellationToken)
    {
        fault();
        return ValueTask.CompletedTask;
    }

    public ValueTask DeleteProfileAsync(CallerKey key, CancellationToken cancellationToken)
    {
        fault();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> TryDeleteAsync(CallerKey key, string tag, CancellationToken cancellationToken) => Do(true);

    private ValueTask<T> Do<T>(T value)
    {
        fault();
        return ValueTask.FromResult(value);
    }
}
