using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Storage.Local;

/// <summary>Tasks as rows; there are only as many as callers wait.</summary>
public sealed class SqliteIndexTasks(SqliteDatabase database) : IIndexTasks
{
    private readonly SqliteVersionedTable<IndexTask> _tasks = new(database, "engine_due", "key", "task", IndexJson.Default.IndexTask);

    /// <inheritdoc />
    public ValueTask<StoredIndexTask?> ReadAsync(CallerKey caller, CancellationToken cancellationToken)
        => ValueTask.FromResult(_tasks.Read(caller.Value) is { } stored ? new StoredIndexTask(stored.Value, stored.ETag) : null);

    /// <inheritdoc />
    public ValueTask<string?> TryWriteAsync(CallerKey caller, IndexTask task, string? replaces, CancellationToken cancellationToken)
        => _tasks.TryWriteAsync(caller.Value, task, replaces, cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> TryDeleteAsync(CallerKey caller, string tag, CancellationToken cancellationToken)
        => _tasks.TryDeleteAsync(caller.Value, tag, cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<CallerKey> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
        => _tasks.ReadAll().Where(task => task.Value.IsDue(now)).Select(task => new CallerKey(task.Name)).ToAsyncEnumerable();

    /// <inheritdoc />
    public ValueTask<int> CountAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_tasks.Count());
}
