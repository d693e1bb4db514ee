using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Azure;

/// <summary>Pending payloads as empty blobs, <c>receipts/pending/&lt;payload name&gt;</c>.</summary>
public sealed class BlobPendingPayloads(AzureAccount account) : IPendingPayloads
{
    private const string Prefix = "pending/";

    private readonly BlobContainerClient _container = account.Receipts;

    /// <inheritdoc />
    public async ValueTask AddAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        try
        {
            await BlobOf(payload).UploadAsync(
                BinaryData.Empty,
                new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } },
                cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.IsLostRace())
        {
            // It is there already.
        }
    }

    /// <inheritdoc />
    public async ValueTask RemoveAsync(PayloadName payload, CancellationToken cancellationToken)
        => await BlobOf(payload).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<PendingPayload> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The service lists by name, which holds no more than the day.
        var entries = new List<PendingPayload>();
        await foreach (var blob in _container.GetBlobsAsync(new GetBlobsOptions { Prefix = Prefix }, cancellationToken))
        {
            if (PayloadName.Parse(blob.Name[Prefix.Length..]) is { } name && blob.Properties.CreatedOn is { } addedAt)
                entries.Add(new PendingPayload(name, addedAt));
        }

        foreach (var entry in entries.OrderBy(entry => entry.AddedAt))
            yield return entry;
    }

    private BlobClient BlobOf(PayloadName payload) => _container.GetBlobClient(Prefix + payload.Value);
}
