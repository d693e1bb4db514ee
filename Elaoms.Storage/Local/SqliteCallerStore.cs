using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Callers;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>Records and profiles as rows. The tag of a record is random and new with each write, so a caller who was erased and calls again is not mistaken.</summary>
public sealed class SqliteCallerStore(SqliteDatabase database) : ICallerStore
{
    /// <inheritdoc />
    public ValueTask<StoredCaller?> ReadAsync(CallerKey key, CancellationToken cancellationToken)
        => ValueTask.FromResult(database.Read("SELECT tag, record FROM callers WHERE key = ?1", ReadRecord, key.Value));

    /// <inheritdoc />
    public ValueTask<string?> ReadTagAsync(CallerKey key, CancellationToken cancellationToken)
        => ValueTask.FromResult(database.Read("SELECT tag FROM callers WHERE key = ?1", row => row.Read() ? ReadTag(row) : null, key.Value));

    /// <inheritdoc />
    public async ValueTask<bool> TryWriteAsync(CallerKey key, CallerRecord record, string? replaces, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, CallerJson.Default.CallerRecord);
        var changed = replaces is null
            ? await database.WriteAsync(
                "INSERT INTO callers (key, tag, record) VALUES (?1, random(), ?2) ON CONFLICT DO NOTHING", cancellationToken, key.Value, json)
            : await database.WriteAsync(
                "UPDATE callers SET tag = random(), record = ?2 WHERE key = ?1 AND tag = ?3",
                cancellationToken,
                key.Value,
                json,
                ParseTag(replaces));
        return changed > 0;
    }

    /// <inheritdoc />
    public ValueTask<CallerProfile?> ReadProfileAsync(CallerKey key, CancellationToken cancellationToken)
        => ValueTask.FromResult(database.Read("SELECT profile FROM profiles WHERE key = ?1", ReadProfile, key.Value));

    /// <inheritdoc />
    public async ValueTask WriteProfileAsync(CallerKey key, CallerProfile profile, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(profile, CallerJson.Default.CallerProfile);
        await database.WriteAsync(
            """
            INSERT INTO profiles (key, revision, profile) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET revision = ?2, profile = ?3 WHERE revision <= ?2
            """,
            cancellationToken,
            key.Value,
            profile.Revision,
            json);
    }

    /// <inheritdoc />
    public async ValueTask DeleteAsync(CallerKey key, CancellationToken cancellationToken)
    {
        await database.WriteAsync("DELETE FROM profiles WHERE key = ?1", cancellationToken, key.Value);
        await database.WriteAsync("DELETE FROM callers WHERE key = ?1", cancellationToken, key.Value);
    }

    private static StoredCaller? ReadRecord(SqliteDataReader row)
    {
        if (!row.Read())
            return null;
        var json = row.GetFieldValue<byte[]>(1);
        return new StoredCaller(JsonSerializer.Deserialize(json, CallerJson.Default.CallerRecord)!, ReadTag(row), json.Length);
    }

    private static CallerProfile? ReadProfile(SqliteDataReader row)
        => row.Read() ? JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), CallerJson.Default.CallerProfile) : null;

    private static string ReadTag(SqliteDataReader row) => row.GetInt64(0).ToString(CultureInfo.InvariantCulture);

    private static long ParseTag(string tag) => long.Parse(tag, CultureInfo.InvariantCulture);
}
