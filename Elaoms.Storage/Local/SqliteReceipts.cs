using System.Text.Json;
using Elaoms.Core.Intake;
using Elaoms.Core.Learning;

namespace Elaoms.Storage.Local;

/// <summary>Receipts as rows.</summary>
public sealed class SqliteReceipts(SqliteDatabase database) : IReceipts
{
    /// <inheritdoc />
    public ValueTask<Receipt?> ReadAsync(PayloadName payload, CancellationToken cancellationToken)
        => ValueTask.FromResult(database.Read(
            "SELECT receipt FROM receipts WHERE payload = ?1",
            row => row.Read() ? JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), ReceiptJson.Default.Receipt) : null,
            payload.Value));

    /// <inheritdoc />
    public ValueTask WriteAsync(PayloadName payload, Receipt receipt, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(receipt, ReceiptJson.Default.Receipt);
        database.Write("INSERT INTO receipts (payload, receipt) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET receipt = ?2", payload.Value, json);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DeleteAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        database.Write("DELETE FROM receipts WHERE payload = ?1", payload.Value);
        return ValueTask.CompletedTask;
    }
}
