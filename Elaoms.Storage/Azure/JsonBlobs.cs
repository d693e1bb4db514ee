using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Storage.Azure;

/// <summary>
/// Blobs that hold one JSON value each. A value is written whole, and only over the version that was read. A version's tag is its ETag.
/// </summary>
internal static class JsonBlobs
{
    /// <summary>Reads a value; null when there is none. A missing container is an error: it must not look like an empty one.</summary>
    public static async ValueTask<Stored<T>?> ReadAsync<T>(
        this BlobContainerClient container, string name, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IStoredDocument
    {
        try
        {
            var blob = (await container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value;
            var json = blob.Content.ToMemory();
            return new Stored<T>(StoredJson.Read(json.Span, type), blob.Details.ETag.ToString(), json.Length);
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    /// <summary>What the service says of a blob without its content; null when there is none.</summary>
    public static async ValueTask<BlobProperties?> ReadPropertiesAsync(
        this BlobContainerClient container, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    /// <summary>Writes a value.</summary>
    /// <param name="container">Where.</param>
    /// <param name="name">The blob.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="replaces">The tag of the version that was read; null for a first version.</param>
    /// <param name="metadata">What can be read without the value.</param>
    /// <returns>The tag of the new version. Null when another version was written meanwhile; if an answer was lost, that may be
    /// this one.</returns>
    public static async ValueTask<string?> TryWriteAsync<T>(
        this BlobContainerClient container,
        string name,
        T value,
        JsonTypeInfo<T> type,
        string? replaces,
        CancellationToken cancellationToken,
        IDictionary<string, string>? metadata = null)
        where T : class, IStoredDocument
    {
        var options = Options(metadata);
        options.Conditions = replaces is null
            ? new BlobRequestConditions { IfNoneMatch = ETag.All }
            : new BlobRequestConditions { IfMatch = new ETag(replaces) };
        try
        {
            return await UploadAsync(container, name, value, type, options, cancellationToken);
        }
        catch (RequestFailedException fault) when (IsLostRace(fault))
        {
            return null;
        }
    }

    /// <summary>Deletes a version.</summary>
    /// <returns>False when another version was written meanwhile. True also when the blob is already gone, as after a
    /// lost answer.</returns>
    public static async ValueTask<bool> TryDeleteAsync(
        this BlobContainerClient container, string name, string tag, CancellationToken cancellationToken)
    {
        try
        {
            await container.GetBlobClient(name)
                .DeleteAsync(conditions: new BlobRequestConditions { IfMatch = new ETag(tag) }, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return true;
        }
        catch (RequestFailedException fault) when (IsLostRace(fault))
        {
            // What a condition says of a blob that is gone is also that it is not met.
            return await container.ReadPropertiesAsync(name, cancellationToken) is null;
        }
    }

    /// <summary>Whether a conditional write was refused because of what is there.</summary>
    public static bool IsLostRace(RequestFailedException fault)
        => fault.ErrorCode == BlobErrorCode.BlobAlreadyExists || fault.ErrorCode == BlobErrorCode.ConditionNotMet;

    private static BlobUploadOptions Options(IDictionary<string, string>? metadata)
        => new() { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" }, Metadata = metadata };

    private static async Task<string> UploadAsync<T>(
        BlobContainerClient container,
        string name,
        T value,
        JsonTypeInfo<T> type,
        BlobUploadOptions options,
        CancellationToken cancellationToken)
        where T : class, IStoredDocument
        => (await container.GetBlobClient(name).UploadAsync(
            BinaryData.FromBytes(StoredJson.Write(value, type)), options, cancellationToken)).Value.ETag.ToString();
}
