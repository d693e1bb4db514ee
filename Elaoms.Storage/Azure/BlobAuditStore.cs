using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Elaoms.Core.Storage.Audit;

namespace Elaoms.Storage.Azure;

/// <summary>The audit log as append blobs, <c>audit/yyyy/MM/dd/&lt;instance&gt;.log</c>, a line an entry.</summary>
public sealed class BlobAuditStore(AzureAccount account) : IAuditStore
{
    private const string DayFormat = "yyyy/MM/dd";
    private const string Suffix = ".log";
    private const int PieceBytes = 16 << 10;
    private const byte LineBreak = (byte)'\n';

    private readonly BlobContainerClient _container = account.Audit;

    /// <inheritdoc />
    public async ValueTask AppendAsync(
        AuditChain chain, AuditPosition end, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        var blob = _container.GetAppendBlobClient(NameOf(chain));
        if (end.Lines == 0)
            await CreateAsync(blob, cancellationToken);
        try
        {
            using var block = new MemoryStream([.. line.Span, LineBreak]);
            await blob.AppendBlockAsync(
                block,
                new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = end.Bytes } },
                cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == BlobErrorCode.AppendPositionConditionNotMet)
        {
            // Nobody else writes this blob: if it has this length, the answer to this very write was lost.
            var there = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength;
            if (there != end.After(line).Bytes)
                throw;
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<AuditChain> ListAsync(DateOnly since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in _container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (ChainOf(blob.Name) is { } chain && chain.Day >= since)
                yield return chain;
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        AuditChain chain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var content = await OpenAsync(chain, cancellationToken);
        if (content is null)
            yield break;
        var (line, piece) = (new List<byte>(), new byte[PieceBytes]);
        int read;
        while ((read = await content.ReadAsync(piece, cancellationToken)) > 0)
        {
            for (var at = 0; at < read; at++)
            {
                if (piece[at] == LineBreak)
                {
                    yield return line.ToArray();
                    line.Clear();
                }
                else if (line.Count < IAuditStore.MaxLineBytes)
                {
                    line.Add(piece[at]);
                }
            }
        }

        if (line.Count > 0)
            yield return line.ToArray();
    }

    /// <inheritdoc />
    public async ValueTask<int> DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var deleted = 0;
        // Blobs are listed by name, and so by day.
        await foreach (var blob in _container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (ChainOf(blob.Name) is not { } chain)
                continue;
            if (chain.Day >= day)
                break;
            await _container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
            deleted++;
        }

        return deleted;
    }

    // Verbs of the program write to accounts that no server of this version has prepared yet.
    private async Task CreateAsync(AppendBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            await blob.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await blob.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
    }

    private async Task<Stream?> OpenAsync(AuditChain chain, CancellationToken cancellationToken)
    {
        try
        {
            var blob = _container.GetBlobClient(NameOf(chain));
            return (await blob.DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;
        }
        catch (RequestFailedException fault) when (fault.IsMissingBlob())
        {
            return null;
        }
    }

    private static string NameOf(AuditChain chain)
        => $"{chain.Day.ToString(DayFormat, CultureInfo.InvariantCulture)}/{chain.Instance}{Suffix}";

    private static AuditChain? ChainOf(string name)
        => name.Length > DayFormat.Length + 1 + Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal)
            && DateOnly.TryParseExact(
                name.AsSpan(0, DayFormat.Length), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new AuditChain(day, name[(DayFormat.Length + 1)..^Suffix.Length])
            : null;
}
