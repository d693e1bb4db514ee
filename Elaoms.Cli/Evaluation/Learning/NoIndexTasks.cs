using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>Holds no tasks: an evaluation tells no engine of its callers.</summary>
internal sealed class NoIndexTasks : IIndexTasks
{
    /// <inheritdoc/>
    public ValueTask<StoredIndexTask?> ReadAsync(CallerKey caller, CancellationToken cancellationToken) => new((StoredIndexTask?)null);

    /// <inheritdoc/>
    public ValueTask<string?> TryWriteAsync(CallerKey caller, IndexTask task, string? replaces, CancellationToken cancellationToken)
        => throw new NotSupportedException("An evaluation tells no engine of its callers.");

    /// <inheritdoc/>
    public ValueTask<bool> TryDeleteAsync(CallerKey caller, string tag, CancellationToken cancellationToken) => new(true);

    /// <inheritdoc/>
    public IAsyncEnumerable<CallerKey> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
        => AsyncEnumerable.Empty<CallerKey>();

    /// <inheritdoc/>
    public ValueTask<int> CountAsync(CancellationToken cancellationToken) => new(0);
}
