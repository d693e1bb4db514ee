using Elaoms.Core.Callers;
using Elaoms.Core.Indexing;

namespace Elaoms.Storage.Azure;

/// <summary>Notes as blobs: <c>engine/notes/&lt;caller key&gt;.json</c>.</summary>
public sealed class BlobEngineNotes(AzureAccount account) : IEngineNotes
{
    /// <inheritdoc />
    public async ValueTask<StoredEngineNote?> ReadAsync(CallerKey caller, CancellationToken cancellationToken)
        => await account.Engine.ReadAsync(NameOf(caller), IndexJson.Default.EngineNote, cancellationToken) is { } stored
            ? new StoredEngineNote(stored.Value, stored.Tag, stored.SizeBytes)
            : null;

    /// <inheritdoc />
    public async ValueTask<string?> ReadTagAsync(CallerKey caller, CancellationToken cancellationToken)
        => (await account.Engine.ReadPropertiesAsync(NameOf(caller), cancellationToken))?.ETag.ToString();

    /// <inheritdoc />
    public ValueTask<string?> TryWriteAsync(CallerKey caller, EngineNote note, string? replaces, CancellationToken cancellationToken)
        => account.Engine.TryWriteAsync(NameOf(caller), note, IndexJson.Default.EngineNote, replaces, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DeleteAsync(CallerKey caller, CancellationToken cancellationToken)
        => await account.Engine.DeleteBlobIfExistsAsync(NameOf(caller), cancellationToken: cancellationToken);

    private static string NameOf(CallerKey caller) => $"notes/{caller.Value}.json";
}
