using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Azure;

/// <summary>Payloads as blobs. A blob is there whole or not at all; one that comes again is left as it is.</summary>
public sealed class BlobPayloadArchive(AzureAccount account, SpoolDirectory spool) : IPayloadArchive
{
    // What is larger goes up in blocks, each tried again by itself.
    private const int BlockBytes = 4 << 20;
    private const int BlocksAtATime = 2;

    private readonly BlobContainerClient[] _containers = [account.Payloads, account.Recordings];

    /// <inheritdoc />
    public async ValueTask StoreAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = BinaryData.FromBytes(body.AsMemory()).ToStream();
            await UploadAsync(
                ContainerOf(name),
                name.Value,
                content,
                "application/json",
                new BlobRequestConditions { IfNoneMatch = ETag.All },
                cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.IsLostRace())
        {
            // It came before, or an answer was lost and this is the second try: the name says that the content is the same.
        }
    }

    /// <inheritdoc />
    public ValueTask<Stream?> OpenAsync(PayloadName name, CancellationToken cancellationToken)
        => OpenAsync(ContainerOf(name), name.Value, cancellationToken);

    /// <inheritdoc />
    public ValueTask<Stream?> OpenAudioAsync(PayloadName name, CancellationToken cancellationToken)
        => OpenAsync(account.Recordings, name.AudioName, cancellationToken);

    private static async ValueTask<Stream?> OpenAsync(BlobContainerClient container, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await container.GetBlobClient(name).DownloadStreamingAsync(
                cancellationToken: cancellationToken)).Value.Content;
        }
        catch (RequestFailedException fault) when (fault.IsMissingBlob())
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<ArchivedPayload> ListAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var container in _containers)
        {
            await foreach (var blob in container.GetBlobsAsync(
                new GetBlobsOptions { Prefix = PayloadName.DayPrefix(day) }, cancellationToken))
            {
                if (PayloadName.Parse(blob.Name) is { } name && blob.Properties.CreatedOn is { } storedAt)
                    yield return new ArchivedPayload(name, storedAt);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask StoreAudioAsync(
        PayloadName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        // In a file first: what is written to a blob directly is kept even if the recording turns out to be none.
        PrivateFiles.CreateDirectory(spool.Path);
        var temporary = Path.Combine(spool.Path, Guid.NewGuid().ToString("N") + ".tmp");
        await using var recording = PrivateFiles.Create(
            temporary, FileAccess.ReadWrite, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await write(recording, cancellationToken);
        recording.Position = 0;
        await UploadAsync(account.Recordings, name.AudioName, recording, "audio/mpeg", conditions: null, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DeleteAsync(PayloadName name, CancellationToken cancellationToken)
    {
        foreach (var blob in (string[])[name.Value, name.AudioName])
            await ContainerOf(name).DeleteBlobIfExistsAsync(blob, cancellationToken: cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DeleteConversationAsync(PayloadName anyPayload, CancellationToken cancellationToken)
    {
        var folder = anyPayload.Value[..(anyPayload.Value.LastIndexOf('/') + 1)];
        foreach (var container in _containers)
        {
            await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = folder }, cancellationToken))
                await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        }
    }

    /// <inheritdoc />
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        // Of a first start, each container may come by itself, and a delivery needs its entry among the receipts too.
        await Task.WhenAll(_containers.Append(account.Receipts)
            .Select(container => container.GetPropertiesAsync(cancellationToken: cancellationToken)));
    }

    private BlobContainerClient ContainerOf(PayloadName name) => name.IsRecording ? account.Recordings : account.Payloads;

    private static async Task UploadAsync(
        BlobContainerClient container,
        string name,
        Stream content,
        string contentType,
        BlobRequestConditions? conditions,
        CancellationToken cancellationToken)
        => await container.GetBlockBlobClient(name).UploadAsync(
            content,
            new BlobUploadOptions
            {
                HttpHeaders = new BlobHttpHeaders { ContentType = contentType },
                Conditions = conditions,
                TransferOptions = new StorageTransferOptions
                {
                    InitialTransferSize = BlockBytes,
                    MaximumTransferSize = BlockBytes,
                    MaximumConcurrency = BlocksAtATime,
                },
            },
            cancellationToken);
}
