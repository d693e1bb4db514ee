using Elaoms.Core.Callers;
using Elaoms.Core.Indexing;

namespace Elaoms.Storage.Local;

/// <summary>Notes as rows.</summary>
public sealed class SqliteEngineNotes(SqliteDatabase database) : IEngineNotes
{
    private readonly SqliteTaggedTable<EngineNote> _notes = new(database, "engine", "key", "note", IndexJson.Default.EngineNote);

    /// <inheritdoc />
    public ValueTask<StoredEngineNote?> ReadAsync(CallerKey caller, CancellationToken cancellationToken)
        => ValueTask.FromResult(_notes.Read(caller.Value) is { } stored ? new StoredEngineNote(stored.Value, stored.Tag, stored.SizeBytes) : null);

    /// <inheritdoc />
    public ValueTask<string?> ReadTagAsync(CallerKey caller, CancellationToken cancellationToken) => ValueTask.FromResult(_notes.ReadTag(caller.Value));

    /// <inheritdoc />
    public ValueTask<string?> TryWriteAsync(CallerKey caller, EngineNote note, string? replaces, CancellationToken cancellationToken)
        => _notes.TryWriteAsync(caller.Value, note, replaces, cancellationToken);

    /// <inheritdoc />
    public ValueTask DeleteAsync(CallerKey caller, CancellationToken cancellationToken) => _notes.DeleteAsync(caller.Value, cancellationToken);
}
