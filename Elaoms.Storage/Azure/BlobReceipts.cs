using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Azure;

/// <summary>
/// Receipts as blobs, named like the payloads. A failed receipt also has a marker, <c>receipts/failed/&lt;payload name&gt;</c>, so that a
/// listing finds it. The receipt decides; a marker without a failed receipt is ignored.
/// </summary>
public sealed class BlobReceipts(AzureAccount account) : IReceipts
{
    private const string FailedPrefix = "failed/";

    private readonly BlobContainerClient _container = account.Receipts;
    private readonly BlobDocuments<Receipt> _receipts = new(account.Receipts, folder: "", suffix: "", ReceiptJson.Default.Receipt);

    /// <inheritdoc />
    public async ValueTask<Receipt?> ReadAsync(PayloadName payload, CancellationToken cancellationToken)
        => (await _receipts.ReadAsync(payload.Value, cancellationToken))?.Value;

    /// <inheritdoc />
    public async ValueTask WriteAsync(PayloadName payload, Receipt receipt, CancellationToken cancellationToken)
    {
        if (receipt.Result == ReceiptResult.Failed)
        {
            await WriteFailedAsync(payload, receipt, cancellationToken);
            return;
        }

        var (replaces, hasOther) = ((string?)null, false);
        while (await _receipts.TryWriteAsync(payload.Value, receipt, replaces, cancellationToken) is null)
        {
            hasOther = true;
            replaces = (await _receipts.ReadAsync(payload.Value, cancellationToken))?.ETag;
        }

        if (hasOther)
            await _container.DeleteBlobIfExistsAsync(MarkerOf(payload), cancellationToken: cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DeleteAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        await _receipts.DeleteAsync(payload.Value, cancellationToken);
        await _container.DeleteBlobIfExistsAsync(MarkerOf(payload), cancellationToken: cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<PayloadName> ListAsync(DateOnly day, CancellationToken cancellationToken)
        => NamesAsync(PayloadName.DayPrefix(day), skip: 0, cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<PayloadName> ListFailedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var payload in NamesAsync(FailedPrefix, FailedPrefix.Length, cancellationToken))
        {
            if (await IsFailedAsync(payload, cancellationToken))
                yield return payload;
        }
    }

    private async Task<bool> IsFailedAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(payload, cancellationToken) is { Result: ReceiptResult.Failed };
        }
        catch (NewerDocumentException)
        {
            // It is for the program that wrote it.
            return false;
        }
    }

    private async Task WriteFailedAsync(PayloadName payload, Receipt receipt, CancellationToken cancellationToken)
    {
        // The marker first: a failure that is not listed would not be seen.
        await _container.GetBlobClient(MarkerOf(payload)).UploadAsync(BinaryData.Empty, overwrite: true, cancellationToken);
        string? replaces = null;
        while (await _receipts.TryWriteAsync(payload.Value, receipt, replaces, cancellationToken) is null)
        {
            var there = await _receipts.ReadAsync(payload.Value, cancellationToken);
            if (there is { Value.Result: not ReceiptResult.Failed })
            {
                await _container.DeleteBlobIfExistsAsync(MarkerOf(payload), cancellationToken: cancellationToken);
                return;
            }

            replaces = there?.ETag;
        }
    }

    private async IAsyncEnumerable<PayloadName> NamesAsync(
        string prefix, int skip, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in _container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken))
        {
            if (PayloadName.Parse(blob.Name[skip..]) is { } name)
                yield return name;
        }
    }

    private static string MarkerOf(PayloadName payload) => FailedPrefix + payload.Value;
}
