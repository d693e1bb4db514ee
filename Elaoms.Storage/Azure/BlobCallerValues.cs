using System.Text.Json.Serialization.Metadata;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Storage.Azure;

/// <summary>Values as blobs: <c>engine/&lt;folder&gt;/&lt;caller key&gt;.json</c>.</summary>
/// <param name="account">The storage account.</param>
/// <param name="folder">The folder of these values.</param>
/// <param name="type">How they are written.</param>
public sealed class BlobCallerValues<T>(AzureAccount account, string folder, JsonTypeInfo<T> type) : ICallerValues<T>
    where T : class, IStoredDocument
{
    /// <inheritdoc />
    public ValueTask<Stored<T>?> ReadAsync(CallerKey caller, CancellationToken cancellationToken)
        => account.Engine.ReadAsync(NameOf(caller), type, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<string?> ReadETagAsync(CallerKey caller, CancellationToken cancellationToken)
        => (await account.Engine.ReadPropertiesAsync(NameOf(caller), cancellationToken))?.ETag.ToString();

    /// <inheritdoc />
    public ValueTask<string?> TryWriteAsync(CallerKey caller, T value, string? replaces, CancellationToken cancellationToken)
        => account.Engine.TryWriteAsync(NameOf(caller), value, type, replaces, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DeleteAsync(CallerKey caller, CancellationToken cancellationToken)
        => await account.Engine.DeleteBlobIfExistsAsync(NameOf(caller), cancellationToken: cancellationToken);

    private string NameOf(CallerKey caller) => $"{folder}/{caller.Value}.json";
}
