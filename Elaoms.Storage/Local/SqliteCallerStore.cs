using System.Text.Json;
using Elaoms.Core.Callers;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>Records and profiles as rows.</summary>
public sealed class SqliteCallerStore(SqliteDatabase database) : ICallerStore
{
    private readonly SqliteTaggedTable<CallerRecord> _records = new(database, "callers", "key", "record", CallerJson.Default.CallerRecord);

    /// <inheritdoc />
    public ValueTask<StoredCaller?> ReadAsync(CallerKey key, CancellationToken cancellationToken)
        => ValueTask.FromResult(_records.Read(key.Value) is { } stored ? new StoredCaller(stored.Value, stored.Tag, stored.SizeBytes) : null);

    /// <inheritdoc />
    public ValueTask<string?> ReadTagAsync(CallerKey key, CancellationToken cancellationToken) => ValueTask.FromResult(_records.ReadTag(key.Value));

    /// <inheritdoc />
    public async ValueTask<bool> TryWriteAsync(CallerKey key, CallerRecord record, string? replaces, CancellationToken cancellationToken)
        => await _records.TryWriteAsync(key.Value, record, replaces, cancellationToken) is not null;

    /// <inheritdoc />
    public IAsyncEnumerable<CallerKey> ListAsync(CancellationToken cancellationToken)
        => database.Read("SELECT key FROM callers ORDER BY key", Keys).ToAsyncEnumerable();

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
    public async ValueTask DeleteProfileAsync(CallerKey key, CancellationToken cancellationToken)
        => await database.WriteAsync("DELETE FROM profiles WHERE key = ?1", cancellationToken, key.Value);

    /// <inheritdoc />
    public ValueTask<bool> TryDeleteAsync(CallerKey key, string tag, CancellationToken cancellationToken) => _records.TryDeleteAsync(key.Value, tag, cancellationToken);

    private static CallerProfile? ReadProfile(SqliteDataReader row)
        => row.Read() ? JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), CallerJson.Default.CallerProfile) : null;

    private static List<CallerKey> Keys(SqliteDataReader row)
    {
        var keys = new List<CallerKey>();
        while (row.Read())
            keys.Add(new CallerKey(row.GetString(0)));
        return keys;
    }
}
