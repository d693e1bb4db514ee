using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>Records and profiles as rows.</summary>
public sealed class SqliteCallerStore(SqliteDatabase database) : ICallerStore
{
    private readonly SqliteVersionedTable<CallerRecord> _records =
        new(database, "callers", "key", "record", CallerJson.Default.CallerRecord);

    /// <inheritdoc />
    public ValueTask<StoredCaller?> ReadAsync(CallerKey key, CancellationToken cancellationToken)
        => ValueTask.FromResult(
            _records.Read(key.Value) is { } stored ? new StoredCaller(stored.Value, stored.ETag, stored.SizeBytes) : null);

    /// <inheritdoc />
    public ValueTask<string?> ReadETagAsync(CallerKey key, CancellationToken cancellationToken)
        => ValueTask.FromResult(_records.ReadTag(key.Value));

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
        var written = await database.WriteAsync(
            $"""
            INSERT INTO profiles (key, revision, profile) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET revision = ?2, profile = ?3 WHERE revision <= ?2 AND {SqliteDatabase.VersionOf("profile")} <= ?4
            """,
            cancellationToken,
            key.Value,
            profile.Revision,
            StoredJson.Write(profile, CallerJson.Default.CallerProfile),
            CallerProfile.CurrentVersion);

        // One of a higher revision may stay in its place, one of a newer form must be said.
        if (written == 0)
            await ReadProfileAsync(key, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DeleteProfileAsync(CallerKey key, CancellationToken cancellationToken)
        => await database.WriteAsync("DELETE FROM profiles WHERE key = ?1", cancellationToken, key.Value);

    /// <inheritdoc />
    public ValueTask<bool> TryDeleteAsync(CallerKey key, string tag, CancellationToken cancellationToken)
        => _records.TryDeleteAsync(key.Value, tag, cancellationToken);

    private static CallerProfile? ReadProfile(SqliteDataReader row)
        => row.Read() ? StoredJson.Read(row.GetFieldValue<byte[]>(0), CallerJson.Default.CallerProfile) : null;

    private static List<CallerKey> Keys(SqliteDataReader row)
    {
        var keys = new List<CallerKey>();
        while (row.Read())
            keys.Add(new CallerKey(row.GetString(0)));
        return keys;
    }
}
