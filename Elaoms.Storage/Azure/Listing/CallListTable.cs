using System.Net;
using Azure;
using Azure.Data.Tables;

namespace Elaoms.Storage.Azure.Listing;

/// <summary>Reads and writes rows of the one partition. A missing table is a fault and never looks like an empty one.</summary>
internal sealed class CallListTable(TableClient table)
{
    /// <summary>The most rows that the service gives at a time, and the most keys of one transaction.</summary>
    public const int MaxRows = 1000;

    /// <summary>What the service says where the table is missing.</summary>
    public const string TableNotFound = "TableNotFound";

    private const int MaxActions = 100;

    /// <summary>Reads the rows of a range, in the order of their keys.</summary>
    /// <param name="atATime">How many are read in one request.</param>
    /// <param name="columns">Which columns; none for all.</param>
    public IAsyncEnumerable<TableEntity> ReadAsync(
        RowRange range, int atATime, CancellationToken cancellationToken, params string[] columns)
        => table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {CallListRows.Partition} and RowKey gt {range.From} and RowKey lt {range.Before}"),
            Math.Min(atATime, MaxRows),
            columns.Length == 0 ? null : columns,
            cancellationToken);

    /// <summary>Finds a row; null when it is not there.</summary>
    public async Task<TableEntity?> FindAsync(string key, CancellationToken cancellationToken)
        => (await FindAsync(key, key, cancellationToken)).GetValueOrDefault(key);

    /// <summary>Finds two rows with one request.</summary>
    public async Task<Dictionary<string, TableEntity>> FindAsync(string one, string other, CancellationToken cancellationToken)
        => await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {CallListRows.Partition} and (RowKey eq {one} or RowKey eq {other})"),
            cancellationToken: cancellationToken).ToDictionaryAsync(row => row.RowKey, StringComparer.Ordinal, cancellationToken);

    /// <summary>Writes in one transaction.</summary>
    /// <returns>False when the rows are not as the actions need them: nothing was written.</returns>
    public async Task<bool> TryAsync(IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (RequestFailedException fault) when (IsLostRace(fault))
        {
            return false;
        }
    }

    /// <summary>Writes in one transaction that also deletes rows, whether they are still there or not.</summary>
    /// <returns>False when the rows are not as the actions need them: nothing was written.</returns>
    public async Task<bool> TryAsync(
        IReadOnlyCollection<TableTransactionAction> actions, IReadOnlyCollection<string> outdated, CancellationToken cancellationToken)
    {
        if (await TryAsync([.. actions, .. outdated.Select(Deletion)], cancellationToken))
            return true;
        if (outdated.Count == 0)
            return false;
        await DeleteAsync(outdated, cancellationToken);
        return await TryAsync(actions, cancellationToken);
    }

    /// <summary>Writes rows whatever is there, in transactions.</summary>
    public async Task WriteAsync(IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        foreach (var part in actions.Chunk(MaxActions))
            await table.SubmitTransactionAsync(part, cancellationToken);
    }

    /// <summary>Deletes rows, whether they are there or not.</summary>
    public async Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        foreach (var part in keys.Distinct(StringComparer.Ordinal).Chunk(MaxActions))
        {
            if (await TryAsync(part.Select(Deletion), cancellationToken))
                continue;
            // One that is gone keeps all others of a transaction.
            foreach (var key in part)
                await table.DeleteEntityAsync(CallListRows.Partition, key, ETag.All, cancellationToken);
        }
    }

    /// <summary>Deletes rows that a filter selects, unless they change meanwhile.</summary>
    /// <returns>How many.</returns>
    public async ValueTask<int> DeleteAsync(string filter, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var rows = table.QueryAsync<TableEntity>(
            $"PartitionKey eq '{CallListRows.Partition}' and {filter}", MaxRows, ["RowKey"], cancellationToken);
        await foreach (var row in rows)
        {
            try
            {
                await table.DeleteEntityAsync(CallListRows.Partition, row.RowKey, row.ETag, cancellationToken);
                deleted++;
            }
            catch (RequestFailedException fault) when (IsLostRace(fault))
            {
                // Somebody has written it since.
            }
        }

        return deleted;
    }

    private static TableTransactionAction Deletion(string key)
        => new(TableTransactionActionType.Delete, new TableEntity(CallListRows.Partition, key), ETag.All);

    private static bool IsLostRace(RequestFailedException fault)
        => fault.Status is (int)HttpStatusCode.Conflict or (int)HttpStatusCode.PreconditionFailed
            || (fault.Status == (int)HttpStatusCode.NotFound && fault.ErrorCode != TableNotFound);
}
