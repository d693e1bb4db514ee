using System.Runtime.CompilerServices;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Tests.Indexing;

/// <summary>Tasks of which each use is a step of its own.</summary>
internal sealed class InterleavedTasks(IIndexTasks behind, Func<Task> passAsync) : IIndexTasks
{
    public async ValueTask<StoredIndexTask?> ReadAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        await passAsync();
        return await behind.ReadAsync(caller, cancellationToken);
    }

    public async ValueTask<string?> TryWriteAsync(CallerKey caller, IndexTask task, string? replaces, CancellationToken cancellationToken)
    {
        await passAsync();
        return await behind.TryWriteAsync(caller, task, replaces, cancellationToken);
    }

    public async ValueTask<bool> TryDeleteAsync(CallerKey caller, string tag, CancellationToken cancellationToken)
    {
        await passAsync();
        return await behind.TryDeleteAsync(caller, tag, cancellationToken);
    }

    public async IAsyncEnumerable<CallerKey> ListDueAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await passAsync();
        await foreach (var caller in behind.ListDueAsync(now, cancellationToken))
            yield return caller;
    }

    public async ValueTask<int> CountAsync(CancellationToken cancellationToken)
    {
        await passAsync();
        return await behind.CountAsync(cancellationToken);
    }
}
