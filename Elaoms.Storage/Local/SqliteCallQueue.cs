using System.Globalization;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Storage.Local;

/// <summary>The queue as a table. Leases of a process that died are given back when the next one begins to work.</summary>
public sealed partial class SqliteCallQueue(
    SqliteDatabase database, ElaomsMetrics metrics, TimeProvider time, ILogger<SqliteCallQueue> logger)
    : ICallQueue, IDisposable
{
    // Longer than any lease and any delay after a failure. A message hidden for longer was dated by a clock that has been put back since.
    private static readonly TimeSpan LongestHidden = TimeSpan.FromHours(2);

    private readonly IncomingFiles _arrivals = new();
    private readonly SemaphoreSlim _takingOver = new(1, 1);
    private FileStream? _onlyWorker;
    private List<(long Id, string Lease)> _leasesOfTheDead = [];
    private volatile bool _leasesTakenOver;

    /// <inheritdoc />
    public async ValueTask EnqueueAsync(IQueueMessage message, CancellationToken cancellationToken)
    {
        await database.WriteAsync("INSERT INTO calls (message, visible_at) VALUES (?1, ?2)", cancellationToken, message.Encode(), NowMs());
        _arrivals.Announce();
    }

    /// <inheritdoc />
    public async ValueTask<QueuedCall?> ReceiveAsync(TimeSpan invisibleFor, CancellationToken cancellationToken)
    {
        await TakeOverLeasesAsync(cancellationToken);
        await ShowDatedAheadAsync(cancellationToken);
        var now = NowMs();
        var lease = Guid.NewGuid().ToString("N");
        return await database.WriteAsync(
            """
            UPDATE calls SET visible_at = ?1, lease = ?2, dequeue_count = dequeue_count + 1
            WHERE id = (SELECT id FROM calls WHERE visible_at <= ?3 ORDER BY visible_at, id LIMIT 1)
            RETURNING id, message, dequeue_count
            """,
            row => row.Read()
                ? new QueuedCall(row.GetInt64(0).ToString(CultureInfo.InvariantCulture), lease, row.GetString(1), row.GetInt32(2))
                : null,
            cancellationToken,
            now + (long)invisibleFor.TotalMilliseconds,
            lease,
            now);
    }

    /// <inheritdoc />
    public async ValueTask<QueuedCall?> HideAsync(QueuedCall call, TimeSpan invisibleFor, CancellationToken cancellationToken)
        => await database.WriteAsync(
            "UPDATE calls SET visible_at = ?1 WHERE id = ?2 AND lease = ?3",
            cancellationToken,
            NowMs() + (long)invisibleFor.TotalMilliseconds,
            Id(call),
            call.Lease) > 0
                ? call
                : null;

    /// <inheritdoc />
    public async ValueTask CompleteAsync(QueuedCall call, CancellationToken cancellationToken)
        => await database.WriteAsync("DELETE FROM calls WHERE id = ?1 AND lease = ?2", cancellationToken, Id(call), call.Lease);

    /// <inheritdoc />
    public async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
        => await _arrivals.WaitAsync(atMost, cancellationToken);

    /// <inheritdoc />
    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => ValueTask.FromResult(database.Read("SELECT count(*) FROM calls", row => row.Read() ? row.GetInt64(0) : 0));

    /// <summary>
    /// The number of messages dated so far ahead that the clock must have been put back since. They are received all the same.
    /// </summary>
    public long CountDatedAhead()
        => database.Read("SELECT count(*) FROM calls WHERE visible_at > ?1", row => row.Read() ? row.GetInt64(0) : 0, LatestMs());

    /// <inheritdoc />
    public ValueTask<TimeSpan?> ReadAgeAsync(CancellationToken cancellationToken)
    {
        var now = NowMs();
        return ValueTask.FromResult(database.Read<TimeSpan?>(
            "SELECT visible_at FROM calls WHERE visible_at <= ?1 ORDER BY visible_at, id LIMIT 1",
            row => row.Read() ? TimeSpan.FromMilliseconds(now - row.GetInt64(0)) : null,
            now));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _onlyWorker?.Dispose();
        _takingOver.Dispose();
        _arrivals.Dispose();
    }

    // The system releases the lock however a process dies. Whoever gets it knows that the earlier leases belong to a dead process. A second
    // worker on the same file does not get it and waits for leases to expire.
    private async ValueTask TakeOverLeasesAsync(CancellationToken cancellationToken)
    {
        if (_leasesTakenOver)
            return;
        await _takingOver.WaitAsync(cancellationToken);
        try
        {
            if (_leasesTakenOver)
                return;
            if (_onlyWorker is null)
            {
                // Read before the lock: who is refused it begins to take messages, and is alive.
                var leases = ReadLeases();
                (_onlyWorker, _leasesOfTheDead) = TryLock(database.Path + ".worker") is { } worker ? (worker, leases) : (null, []);
            }

            foreach (var (id, lease) in _leasesOfTheDead)
                await database.WriteAsync(
                    "UPDATE calls SET visible_at = ?1, lease = NULL WHERE id = ?2 AND lease = ?3", cancellationToken, NowMs(), id, lease);
            _leasesTakenOver = true;
        }
        finally
        {
            _takingOver.Release();
        }
    }

    // By the clock they would be hidden until that time, which may be a day or a year.
    private async ValueTask ShowDatedAheadAsync(CancellationToken cancellationToken)
    {
        // Asked first: a statement that writes waits for the disk, and this one is needed once in years.
        if (CountDatedAhead() == 0)
            return;
        var shown = await database.WriteAsync(
            "UPDATE calls SET visible_at = ?1 WHERE visible_at > ?2", cancellationToken, NowMs(), LatestMs());
        if (shown == 0)
            return;
        metrics.DatedAhead(shown);
        LogDatedAhead(shown);
    }

    private List<(long Id, string Lease)> ReadLeases() => database.Read(
        "SELECT id, lease FROM calls WHERE lease IS NOT NULL AND visible_at > ?1",
        row =>
        {
            var leases = new List<(long, string)>();
            while (row.Read())
                leases.Add((row.GetInt64(0), row.GetString(1)));
            return leases;
        },
        NowMs());

    private static FileStream? TryLock(string path)
    {
        try
        {
            return PrivateFiles.Lock(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Id(QueuedCall call) => long.Parse(call.Id, CultureInfo.InvariantCulture);

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private long LatestMs() => (time.GetUtcNow() + LongestHidden).ToUnixTimeMilliseconds();

    [LoggerMessage(7002, LogLevel.Warning, "{Count} messages in the queue were dated in the future and are taken now")]
    private partial void LogDatedAhead(int count);
}
