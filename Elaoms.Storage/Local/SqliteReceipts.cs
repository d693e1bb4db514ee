using Elaoms.Core.Json;
using Elaoms.Core.Storage.Payloads;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>Receipts as rows.</summary>
public sealed class SqliteReceipts(SqliteDatabase database) : IReceipts
{
    /// <inheritdoc />
    public ValueTask<Receipt?> ReadAsync(PayloadName payload, CancellationToken cancellationToken)
        => ValueTask.FromResult(database.Read(
            "SELECT receipt FROM receipts WHERE payload = ?1",
            row => row.Read() ? StoredJson.Read(row.GetFieldValue<byte[]>(0), ReceiptJson.Default.Receipt) : null,
            payload.Value));

    /// <inheritdoc />
    public async ValueTask WriteAsync(PayloadName payload, Receipt receipt, CancellationToken cancellationToken)
    {
        var version = SqliteDatabase.VersionOf("receipt");
        var written = await database.WriteAsync(
            $"""
            INSERT INTO receipts (payload, receipt) VALUES (?1, ?2)
            ON CONFLICT DO UPDATE SET receipt = ?2 WHERE (?3 OR {SqliteDatabase.ReceiptFailed}) AND {version} <= ?4
            """,
            cancellationToken,
            payload.Value,
            StoredJson.Write(receipt, ReceiptJson.Default.Receipt),
            receipt.Result != ReceiptResult.Failed,
            Receipt.CurrentVersion);

        // One that does not say failed may stay in its place, one of a newer form must be said.
        if (written == 0)
            await ReadAsync(payload, cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<PayloadName> ListAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var prefix = PayloadName.DayPrefix(day);
        // '~' comes after every character of a name.
        return database.Read("SELECT payload FROM receipts WHERE payload >= ?1 AND payload < ?2", Names, prefix, prefix + "~")
            .ToAsyncEnumerable();
    }

    /// <inheritdoc />
    public IAsyncEnumerable<PayloadName> ListFailedAsync(CancellationToken cancellationToken)
        => database.Read(
            $"SELECT payload FROM receipts WHERE {SqliteDatabase.ReceiptFailed} AND "
                + $"{SqliteDatabase.VersionOf("receipt")} <= ?1 ORDER BY payload",
            Names,
            Receipt.CurrentVersion).ToAsyncEnumerable();

    /// <inheritdoc />
    public async ValueTask DeleteAsync(PayloadName payload, CancellationToken cancellationToken)
        => await database.WriteAsync("DELETE FROM receipts WHERE payload = ?1", cancellationToken, payload.Value);

    private static List<PayloadName> Names(SqliteDataReader row)
    {
        var names = new List<PayloadName>();
        while (row.Read())
        {
            if (PayloadName.Parse(row.GetString(0)) is { } name)
                names.Add(name);
        }

        return names;
    }
}
