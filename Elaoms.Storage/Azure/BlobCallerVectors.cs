using Elaoms.Core.Callers;
using Elaoms.Core.Embeddings;

namespace Elaoms.Storage.Azure;

/// <summary>Vectors as blobs: <c>engine/vectors/&lt;caller key&gt;.json</c>.</summary>
public sealed class BlobCallerVectors(AzureAccount account) : ICallerVectors
{
    /// <inheritdoc />
    public async ValueTask<StoredVectors?> ReadAsync(CallerKey caller, CancellationToken cancellationToken)
        => await account.Engine.ReadAsync(NameOf(caller), EmbeddingsJson.Default.CallerVectors, cancellationToken) is { } stored
            ? new StoredVectors(stored.Value, stored.Tag, stored.SizeBytes)
            : null;

    /// <inheritdoc />
    public async ValueTask<string?> ReadTagAsync(CallerKey caller, CancellationToken cancellationToken)
        => (await account.Engine.ReadPropertiesAsync(NameOf(caller), cancellationToken))?.ETag.ToString();

    /// <inheritdoc />
    public ValueTask<string?> TryWriteAsync(CallerKey caller, CallerVectors vectors, string? replaces, CancellationToken cancellationToken)
        => account.Engine.TryWriteAsync(NameOf(caller), vectors, EmbeddingsJson.Default.CallerVectors, replaces, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DeleteAsync(CallerKey caller, CancellationToken cancellationToken)
        => await account.Engine.DeleteBlobIfExistsAsync(NameOf(caller), cancellationToken: cancellationToken);

    private static string NameOf(CallerKey caller) => $"vectors/{caller.Value}.json";
}
