using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Elaoms.Core.Storage.Jobs;

namespace Elaoms.Storage.Azure;

/// <summary>Files of jobs as blobs of a container of their own. They are written in blocks, so nothing waits on a disk.</summary>
public sealed class BlobJobFiles(AzureAccount account) : IJobFiles
{
    private const int BlockBytes = 4 << 20;

    /// <inheritdoc />
    public async ValueTask<long> StoreAsync(
        string job, string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var blob = account.Jobs.GetBlockBlobClient(NameOf(job, name));
        var options = new BlockBlobOpenWriteOptions
        {
            BufferSize = BlockBytes,
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/octet-stream" },
        };
        await using (var content = await blob.OpenWriteAsync(overwrite: true, options, cancellationToken))
            await write(content, cancellationToken);
        return (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength;
    }

    /// <inheritdoc />
    public async ValueTask<Stream?> OpenAsync(string job, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await account.Jobs.GetBlobClient(NameOf(job, name)).DownloadStreamingAsync(
                cancellationToken: cancellationToken)).Value.Content;
        }
        catch (RequestFailedException fault) when (fault.IsMissingBlob())
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DeleteAsync(string job, CancellationToken cancellationToken)
    {
        await foreach (var blob in account.Jobs.GetBlobsAsync(new GetBlobsOptions { Prefix = job + "/" }, cancellationToken))
            await account.Jobs.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new GetBlobsByHierarchyOptions { Delimiter = "/" };
        await foreach (var item in account.Jobs.GetBlobsByHierarchyAsync(options, cancellationToken))
        {
            if (item.IsPrefix)
                yield return item.Prefix[..^1];
        }
    }

    private static string NameOf(string job, string name) => $"{job}/{name}";
}
