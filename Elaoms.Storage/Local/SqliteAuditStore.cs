using System.Globalization;
using System.Runtime.CompilerServices;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Audit;

namespace Elaoms.Storage.Local;

/// <summary>The audit log as a table.</summary>
public sealed class SqliteAuditStore(SqliteDatabase database, ElaomsSettings settings) : IAuditStore
{
    private const string DayFormat = "yyyy-MM-dd";
    private const int LinesAtATime = 1000;

    /// <inheritdoc />
    public async ValueTask AppendAsync(
        AuditChain chain, AuditPosition end, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            "INSERT INTO audit (day, instance, number, line) VALUES (?1, ?2, ?3, ?4)",
            cancellationToken,
            Text(chain.Day),
            chain.Instance,
            end.Lines + 1,
            line.ToArray());
        if (settings.Durability == Durability.Disk)
            await database.FlushAsync(cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<AuditChain> ListAsync(DateOnly since, CancellationToken cancellationToken) => database.Read(
        "SELECT DISTINCT day, instance FROM audit WHERE day >= ?1 ORDER BY day, instance",
        row =>
        {
            var chains = new List<AuditChain>();
            while (row.Read())
            {
                if (DateOnly.TryParseExact(row.GetString(0), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                    chains.Add(new AuditChain(day, row.GetString(1)));
            }

            return chains;
        },
        Text(since)).ToAsyncEnumerable();

    /// <inheritdoc />
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        AuditChain chain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = database.Read(
                "SELECT number, substr(CAST(line AS BLOB), 1, ?4) FROM audit "
                    + "WHERE day = ?1 AND instance = ?2 AND number > ?3 ORDER BY number LIMIT ?5",
                row =>
                {
                    var lines = new List<(long Number, byte[] Line)>();
                    while (row.Read())
                        lines.Add((row.GetInt64(0), row.GetFieldValue<byte[]>(1)));
                    return lines;
                },
                Text(chain.Day),
                chain.Instance,
                last,
                IAuditStore.MaxLineBytes,
                LinesAtATime);
            foreach (var (number, line) in read)
            {
                last = number;
                yield return line;
            }

            if (read.Count < LinesAtATime)
                yield break;
            await Task.Yield();
        }
    }

    /// <inheritdoc />
    public async ValueTask<int> DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var chains = database.Read(
            "SELECT count(*) FROM (SELECT DISTINCT day, instance FROM audit WHERE day < ?1)",
            row => row.Read() ? row.GetInt32(0) : 0,
            Text(day));
        if (chains > 0)
            await database.WriteAsync("DELETE FROM audit WHERE day < ?1", cancellationToken, Text(day));
        return chains;
    }

    private static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);
}
