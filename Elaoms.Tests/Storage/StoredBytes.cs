using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Elaoms.Core.Calls;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Storage.Azure;
using Microsoft.Data.Sqlite;

namespace Elaoms.Tests.Storage;

/// <summary>A stored document, by where each storage keeps it.</summary>
/// <param name="Table">The table.</param>
/// <param name="NameColumn">Its column for the name.</param>
/// <param name="Column">Its column for the document.</param>
/// <param name="Row">The name there.</param>
/// <param name="Container">The container.</param>
/// <param name="Blob">The name there.</param>
internal sealed record StoredBytes(string Table, string NameColumn, string Column, string Row, string Container, string Blob)
{
    public static StoredBytes Record(CallerKey caller) => new("callers", "key", "record", caller.Value, "callers", $"{caller}/record.json");

    public static StoredBytes Profile(CallerKey caller)
        => new("profiles", "key", "profile", caller.Value, "callers", $"{caller}/profile.json");

    public static StoredBytes Claim(PayloadName payload)
        => new("conversations", "hash", "claim", payload.ConversationHash, "conversations", $"{payload.ConversationHash}.json");

    public static StoredBytes Receipt(PayloadName payload)
        => new("receipts", "payload", "receipt", payload.Value, "receipts", payload.Value);

    public static StoredBytes Note(CallerKey caller) => new("engine", "key", "note", caller.Value, "engine", $"notes/{caller}.json");

    public static StoredBytes IndexTask(CallerKey caller) => new("engine_due", "key", "task", caller.Value, "engine", $"due/{caller}.json");

    public static StoredBytes Vectors(CallerKey caller)
        => new("vectors", "key", "vectors", caller.Value, "engine", $"vectors/{caller}.json");

    public static StoredBytes Comparison { get; } =
        new("comparisons", "name", "comparison", "comparison", "receipts", "comparison.json");

    public static StoredBytes Notices { get; } = new("notices", "name", "notices", "unreadable", "receipts", "unreadable.json");

    /// <summary>The document as it is stored; null when there is none.</summary>
    public async Task<byte[]?> ReadAsync(Stores stores)
    {
        if (BlobOf(stores) is { } blob)
            return await blob.ExistsAsync(CancellationToken.None)
                ? (await blob.DownloadContentAsync(CancellationToken.None)).Value.Content.ToArray()
                : null;
        await using var connection = await OpenAsync(stores);
        return (byte[]?)await Command(connection, $"SELECT {Column} FROM {Table} WHERE {NameColumn} = ?1")
            .ExecuteScalarAsync(CancellationToken.None);
    }

    /// <summary>Writes over the document, as another program would: what the storage notes beside it stays.</summary>
    public async Task WriteAsync(Stores stores, byte[] content)
    {
        if (BlobOf(stores) is { } blob)
        {
            var metadata = (await blob.GetPropertiesAsync(cancellationToken: CancellationToken.None)).Value.Metadata;
            await blob.UploadAsync(BinaryData.FromBytes(content), new BlobUploadOptions { Metadata = metadata }, CancellationToken.None);
            return;
        }

        await using var connection = await OpenAsync(stores);
        await using var command = Command(connection, $"UPDATE {Table} SET {Column} = ?2 WHERE {NameColumn} = ?1");
        command.Parameters.Add(new SqliteParameter("?2", content));
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private BlobClient? BlobOf(Stores stores) => stores.Get<ElaomsSettings>().Azure is null
        ? null
        : stores.Get<AzureAccount>().Containers.Single(container => container.Name == Container).GetBlobClient(Blob);

    private static async Task<SqliteConnection> OpenAsync(Stores stores)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = stores.Get<ElaomsSettings>().DatabasePath, Pooling = false }.ToString());
        await connection.OpenAsync(CancellationToken.None);
        return connection;
    }

    private SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names stand in this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.Add(new SqliteParameter("?1", Row));
        return command;
    }
}
