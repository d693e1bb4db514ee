using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Recall.Counts;

/// <summary>
/// Counts requests for memory by day, in this process, and adds them to the day's stored counts once a minute. A process that is killed
/// loses what it has counted since.
/// </summary>
public sealed class RecallCounter(IDocumentStore<RecallCounts> counts, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Dictionary<DateOnly, DayCounter> _counted = [];

    /// <summary>When a request begins.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>Counts a call that begins.</summary>
    /// <param name="isRecognised">Whether something of the caller is told.</param>
    /// <param name="begin">The request's <see cref="Begin"/>.</param>
    public void Started(bool isRecognised, long begin)
    {
        var bucket = LatencyBuckets.Of(time.GetElapsedTime(begin));
        lock (_lock)
        {
            var day = Today();
            day.Starts++;
            day.Recognised += isRecognised ? 1 : 0;
            day.StartTimes[bucket]++;
        }
    }

    /// <summary>Counts a search.</summary>
    /// <param name="isHit">Whether it found something.</param>
    /// <param name="begin">The request's <see cref="Begin"/>.</param>
    public void Searched(bool isHit, long begin)
    {
        var bucket = LatencyBuckets.Of(time.GetElapsedTime(begin));
        lock (_lock)
        {
            var day = Today();
            day.Searches++;
            day.Hits += isHit ? 1 : 0;
            day.SearchTimes[bucket]++;
        }
    }

    /// <summary>Adds what was counted to the stored counts. If this fails, the next time adds it.</summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        Dictionary<DateOnly, DayCounter> taken;
        lock (_lock)
            (taken, _counted) = (_counted, []);
        foreach (var (day, counter) in taken)
        {
            var added = counter.Read();
            try
            {
                await counts.ChangeAsync(
                    RecallCounts.NameOf(day), there => (there ?? RecallCounts.None).And(added), cancellationToken);
            }
            catch (Exception)
            {
                lock (_lock)
                    PutBack(taken);
                throw;
            }

            taken.Remove(day);
        }
    }

    private DayCounter Today()
    {
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (!_counted.TryGetValue(day, out var counter))
            _counted[day] = counter = new DayCounter();
        return counter;
    }

    private void PutBack(Dictionary<DateOnly, DayCounter> taken)
    {
        foreach (var (day, left) in taken)
        {
            if (!_counted.TryAdd(day, left))
                _counted[day].Add(left);
        }
    }

    private sealed class DayCounter
    {
        public long Starts { get; set; }

        public long Recognised { get; set; }

        public long Searches { get; set; }

        public long Hits { get; set; }

        public long[] StartTimes { get; } = LatencyBuckets.Empty();

        public long[] SearchTimes { get; } = LatencyBuckets.Empty();

        public RecallCounts Read() => new(Starts, Recognised, Searches, Hits) { StartTimes = StartTimes, SearchTimes = SearchTimes };

        public void Add(DayCounter other)
        {
            Starts += other.Starts;
            Recognised += other.Recognised;
            Searches += other.Searches;
            Hits += other.Hits;
            for (var bucket = 0; bucket < StartTimes.Length; bucket++)
            {
                StartTimes[bucket] += other.StartTimes[bucket];
                SearchTimes[bucket] += other.SearchTimes[bucket];
            }
        }
    }
}

/// <summary>Stores what was counted once a minute, and when the process ends.</summary>
public sealed partial class RecallCountWorker(RecallCounter counter, TimeProvider time, ILogger<RecallCountWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryStoreAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryStoreAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task TryStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            await counter.StoreAsync(cancellationToken);
        }
#pragma warning disable CA1031 // The storage may be out of reach for a while; the counts are added the next time.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFault(fault.GetType().Name);
        }
    }

    [LoggerMessage(3005, LogLevel.Warning, "The day's counts could not be stored ({Fault}) and will be with the next ones")]
    private partial void LogFault(string fault);
}
