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
    private Dictionary<DateOnly, RecallCounts> _counted = [];

    /// <summary>Counts a call that begins.</summary>
    /// <param name="isRecognised">Whether something of the caller is told.</param>
    public void Started(bool isRecognised) => Add(new RecallCounts(1, isRecognised ? 1 : 0, 0, 0));

    /// <summary>Counts a search.</summary>
    /// <param name="isHit">Whether it found something.</param>
    public void Searched(bool isHit) => Add(new RecallCounts(0, 0, 1, isHit ? 1 : 0));

    /// <summary>Adds what was counted to the stored counts. If this fails, the next time adds it.</summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        Dictionary<DateOnly, RecallCounts> taken;
        lock (_lock)
            (taken, _counted) = (_counted, []);
        foreach (var (day, added) in taken)
        {
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

    private void Add(RecallCounts added)
    {
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        lock (_lock)
            _counted[day] = _counted.GetValueOrDefault(day, RecallCounts.None).And(added);
    }

    private void PutBack(Dictionary<DateOnly, RecallCounts> taken)
    {
        foreach (var (day, left) in taken)
            _counted[day] = _counted.GetValueOrDefault(day, RecallCounts.None).And(left);
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
