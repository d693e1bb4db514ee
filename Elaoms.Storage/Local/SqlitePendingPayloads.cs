using Elaoms.Core.Storage.Payloads;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>Pending payloads as rows.</summary>
public sealed class SqlitePendingPayloads(SqliteDatabase database, TimeProvider time) : IPendingPayloads
{
    /// <inheritdoc />
    public ValueTask AddAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        // On another thread: the archive writes its file on the caller's at the same time.
        return new ValueTask(Task.Run(
            async () => await database.WriteAsync(
                "INSERT INTO pending (payload, added_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", cancellationToken, payload.Value, now),
            cancellationToken));
    }

    /// <inheritdoc />
    public async ValueTask RemoveAsync(PayloadName payload, CancellationToken cancellationToken)
        => await database.WriteAsync("DELETE FROM pending WHERE payload = ?1", cancellationToken, payload.Value);

    /// <inheritdoc />
    public IAsyncEnumerable<PendingPayload> ListAsync(CancellationToken cancellationToken)
        => database.Read("SELECT payload, added_at FROM pending ORDER BY added_at, payload", Entries).ToAsyncEnumerable();

    private static List<PendingPayload> Entries(SqliteDataReader row)
    {
        var entries = new List<PendingPayload>();
        while (row.Read())
        {
            if (PayloadName.Parse(row.GetString(0)) is { } name)
                entries.Add(new PendingPayload(name, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))));
        }

        return entries;
    }
}
