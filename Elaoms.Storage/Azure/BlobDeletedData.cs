using System.Net;
using Azure;
using Azure.Storage.Blobs.Models;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Storage.Azure;

/// <summary>
/// Says what the account keeps of deleted blobs. Nobody can purge it earlier: with soft delete a deleted or replaced blob stays for a
/// number of days, with versioning for ever.
/// Source: https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview
/// </summary>
public sealed class BlobDeletedData(AzureAccount account, TimeProvider time) : IDeletedData
{
    /// <inheritdoc />
    public ValueTask RecoverAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask<DeletedDataState> ClearAsync(CallerKey? erased, CancellationToken cancellationToken)
    {
        if (await HasVersionsAsync(erased, cancellationToken))
            return new DeletedDataState(DeletedDataRecovery.Versions);
        try
        {
            var kept = (await account.Blobs.GetPropertiesAsync(cancellationToken)).Value.DeleteRetentionPolicy;
            return kept is { Enabled: true, Days: { } days }
                ? new DeletedDataState(DeletedDataRecovery.UntilExpiry, time.GetUtcNow().AddDays(days))
                : DeletedDataState.Gone;
        }
        catch (RequestFailedException fault) when (fault.Status is (int)HttpStatusCode.Forbidden or (int)HttpStatusCode.Unauthorized)
        {
            // The roles for reading and writing blobs don't hold this right: Microsoft.Storage/storageAccounts/blobServices/read.
            return new DeletedDataState(DeletedDataRecovery.Unknown);
        }
    }

    // Whether an account keeps versions is no property that this service tells.
    private async Task<bool> HasVersionsAsync(CallerKey? erased, CancellationToken cancellationToken)
    {
        var blobs = account.Callers.GetBlobsAsync(
            new GetBlobsOptions { Prefix = erased is { } caller ? caller.Value + "/" : "", States = BlobStates.Version },
            cancellationToken);
        return await blobs.AnyAsync(blob => blob.VersionId is not null && blob.IsLatestVersion != true, cancellationToken);
    }
}
