using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Storage.Azure;

/// <summary>
/// Documents as blobs. The metadata repeat the time until which a document waits, so that a listing has it.
/// </summary>
/// <param name="container">Where they are.</param>
/// <param name="folder">What stands before the name of a document in that of its blob.</param>
/// <param name="suffix">What stands after it. Other blobs are not of this kind.</param>
/// <param name="type">How documents are written.</param>
public sealed class BlobDocuments<T>(BlobContainerClient container, string folder, string suffix, JsonTypeInfo<T> type)
    : IDocumentStore<T>
    where T : class, IStoredDocument
{
    private const string NotBefore = "notbefore";

    private static readonly BlobTraits Traits =
        typeof(IScheduledDocument).IsAssignableFrom(typeof(T)) ? BlobTraits.Metadata : BlobTraits.None;

    /// <inheritdoc />
    public async ValueTask<Versioned<T>?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var blob = (await BlobOf(name).DownloadContentAsync(cancellationToken)).Value;
            var json = blob.Content.ToMemory();
            return new Versioned<T>(StoredJson.Read(json, type), blob.Details.ETag.ToString(), json.Length);
        }
        catch (RequestFailedException fault) when (fault.IsMissingBlob())
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask<string?> ReadETagAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await BlobOf(name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag.ToString();
        }
        catch (RequestFailedException fault) when (fault.IsMissingBlob())
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask<string?> TryWriteAsync(string name, T document, string? replaces, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            Conditions = replaces is null
                ? new BlobRequestConditions { IfNoneMatch = ETag.All }
                : new BlobRequestConditions { IfMatch = new ETag(replaces) },
            Metadata = document is IScheduledDocument scheduled
                ? new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [NotBefore] = scheduled.NotBefore.UtcTicks.ToString(CultureInfo.InvariantCulture),
                }
                : null,
        };
        try
        {
            var json = BinaryData.FromBytes(StoredJson.Write(document, type));
            return (await BlobOf(name).UploadAsync(json, options, cancellationToken)).Value.ETag.ToString();
        }
        catch (RequestFailedException fault) when (fault.IsLostRace())
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask<bool> TryDeleteAsync(string name, string etag, CancellationToken cancellationToken)
    {
        try
        {
            await BlobOf(name).DeleteAsync(
                conditions: new BlobRequestConditions { IfMatch = new ETag(etag) }, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException fault) when (fault.IsMissingBlob())
        {
            return true;
        }
        catch (RequestFailedException fault) when (fault.IsLostRace())
        {
            // The service also says of a blob that is gone that the condition is not met.
            return await ReadETagAsync(name, cancellationToken) is null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DeleteAsync(string name, CancellationToken cancellationToken)
        => await BlobOf(name).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<DocumentListing> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new GetBlobsOptions { Prefix = folder + prefix, Traits = Traits };
        await foreach (var blob in container.GetBlobsAsync(options, cancellationToken))
        {
            if (blob.Name.EndsWith(suffix, StringComparison.Ordinal))
                yield return new DocumentListing(blob.Name[folder.Length..^suffix.Length], NotBeforeOf(blob));
        }
    }

    private BlobClient BlobOf(string name) => container.GetBlobClient(folder + name + suffix);

    private static DateTimeOffset? NotBeforeOf(BlobItem blob)
        => blob.Metadata is { } metadata
            && metadata.TryGetValue(NotBefore, out var text)
            && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var ticks)
            && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
}
