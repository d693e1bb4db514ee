using System.Text.Json.Serialization.Metadata;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Storage.Local;

/// <summary>Values as rows, one per caller.</summary>
/// <param name="database">The database.</param>
/// <param name="table">The table of these values, with the caller in the column <c>key</c>.</param>
/// <param name="column">The column that holds the value.</param>
/// <param name="type">How it is written.</param>
public sealed class SqliteCallerValues<T>(SqliteDatabase database, string table, string column, JsonTypeInfo<T> type) : ICallerValues<T>
    where T : class, IStoredDocument
{
    private readonly SqliteVersionedTable<T> _values = new(database, table, "key", column, type);

    /// <inheritdoc />
    public ValueTask<Stored<T>?> ReadAsync(CallerKey caller, CancellationToken cancellationToken)
        => ValueTask.FromResult(_values.Read(caller.Value));

    /// <inheritdoc />
    public ValueTask<string?> ReadETagAsync(CallerKey caller, CancellationToken cancellationToken)
        => ValueTask.FromResult(_values.ReadTag(caller.Value));

    /// <inheritdoc />
    public ValueTask<string?> TryWriteAsync(CallerKey caller, T value, string? replaces, CancellationToken cancellationToken)
        => _values.TryWriteAsync(caller.Value, value, replaces, cancellationToken);

    /// <inheritdoc />
    public ValueTask DeleteAsync(CallerKey caller, CancellationToken cancellationToken)
        => _values.DeleteAsync(caller.Value, cancellationToken);
}
