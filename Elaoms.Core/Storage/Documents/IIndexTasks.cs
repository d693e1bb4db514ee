using Elaoms.Core.Calls;

namespace Elaoms.Core.Storage.Documents;

/// <summary>Keeps a task per caller whose record an engine has not seen.</summary>
public interface IIndexTasks
{
    /// <summary>Reads a caller's task; null when there is none.</summary>
    ValueTask<StoredIndexTask?> ReadAsync(CallerKey caller, CancellationToken cancellationToken);

    /// <summary>Writes a task over the version that was read.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="task">The task.</param>
    /// <param name="replaces">The tag of the version that was read; null for a first one.</param>
    /// <returns>The tag of what was written; null when another version has come in between: read again.</returns>
    ValueTask<string?> TryWriteAsync(CallerKey caller, IndexTask task, string? replaces, CancellationToken cancellationToken);

    /// <summary>Deletes a task if it still is the version given.</summary>
    /// <returns>False when another version has come in between; true also when it is gone already.</returns>
    ValueTask<bool> TryDeleteAsync(CallerKey caller, string tag, CancellationToken cancellationToken);

    /// <summary>Lists the callers whose task is due, in any order.</summary>
    IAsyncEnumerable<CallerKey> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>How many tasks there are, due or not.</summary>
    ValueTask<int> CountAsync(CancellationToken cancellationToken);
}
