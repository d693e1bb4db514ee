using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Callers;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>Claims as rows.</summary>
public sealed class SqliteConversationClaims(SqliteDatabase database) : IConversationClaims
{
    /// <inheritdoc />
    public ValueTask<StoredClaim?> ReadAsync(string conversationHash, CancellationToken cancellationToken)
        => ValueTask.FromResult(database.Read("SELECT tag, claim FROM conversations WHERE hash = ?1", ReadClaim, conversationHash));

    /// <inheritdoc />
    public async ValueTask<bool> TryWriteAsync(string conversationHash, ConversationClaim claim, string? replaces, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(claim, CallerJson.Default.ConversationClaim);
        var changed = replaces is null
            ? await database.WriteAsync(
                "INSERT INTO conversations (hash, tag, claim) VALUES (?1, random(), ?2) ON CONFLICT DO NOTHING", cancellationToken, conversationHash, json)
            : await database.WriteAsync(
                "UPDATE conversations SET tag = random(), claim = ?2 WHERE hash = ?1 AND tag = ?3",
                cancellationToken,
                conversationHash,
                json,
                long.Parse(replaces, CultureInfo.InvariantCulture));
        return changed > 0;
    }

    /// <inheritdoc />
    public async ValueTask DeleteAsync(string conversationHash, CancellationToken cancellationToken)
        => await database.WriteAsync("DELETE FROM conversations WHERE hash = ?1", cancellationToken, conversationHash);

    private static StoredClaim? ReadClaim(SqliteDataReader row)
        => row.Read()
            ? new StoredClaim(
                JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(1), CallerJson.Default.ConversationClaim)!,
                row.GetInt64(0).ToString(CultureInfo.InvariantCulture))
            : null;
}
