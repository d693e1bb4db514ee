using Elaoms.Core.Storage.Payloads;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>Pending payloads as rows. A sweep removes an entry that comes back after a power cut.</summary>
public sealed class SqlitePendingPayloads(SqliteDatabase database, TimeProvider time) : IPendingPayloads
{
    /// <inheritdoc />
    public async ValueTask AddAsync(PayloadName payload, CancellationToken cancellationToken)
        => await database.WriteAsync(
            "INSERT INTO pending (payload, added_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            cancellationToken,
            payload.Value,
            time.GetUtcNow().ToUnixTimeMilliseconds());

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
