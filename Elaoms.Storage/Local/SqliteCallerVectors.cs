using Elaoms.Core.Callers;
using Elaoms.Core.Embeddings;

namespace Elaoms.Storage.Local;

/// <summary>Vectors as rows, one per caller.</summary>
public sealed class SqliteCallerVectors(SqliteDatabase database) : ICallerVectors
{
    private readonly SqliteTaggedTable<CallerVectors> _vectors = new(database, "vectors", "key", "vectors", EmbeddingsJson.Default.CallerVectors);

    /// <inheritdoc />
    public ValueTask<StoredVectors?> ReadAsync(CallerKey caller, CancellationToken cancellationToken)
        => ValueTask.FromResult(_vectors.Read(caller.Value) is { } stored ? new StoredVectors(stored.Value, stored.Tag, stored.SizeBytes) : null);

    /// <inheritdoc />
    public ValueTask<string?> ReadTagAsync(CallerKey caller, CancellationToken cancellationToken) => ValueTask.FromResult(_vectors.ReadTag(caller.Value));

    /// <inheritdoc />
    public ValueTask<string?> TryWriteAsync(CallerKey caller, CallerVectors vectors, string? replaces, CancellationToken cancellationToken)
        => _vectors.TryWriteAsync(caller.Value, vectors, replaces, cancellationToken);

    /// <inheritdoc />
    public ValueTask DeleteAsync(CallerKey caller, CancellationToken cancellationToken) => _vectors.DeleteAsync(caller.Value, cancellationToken);
}
