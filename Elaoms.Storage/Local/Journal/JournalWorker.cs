using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Storage.Local.Journal;

/// <summary>
/// Replays the journals of ended processes before the host serves, and cuts this process's own while it does. Replays again at times: a
/// process beside this one may end.
/// </summary>
internal sealed partial class JournalWorker(
    JournalFolder folder, DeliveryJournal journal, JournalReplay replay, TimeProvider time, ILogger<JournalWorker> logger)
    : BackgroundService
{
    /// <summary>How long a delivery is in the journal, at most twice this where the disk keeps up.</summary>
    public static readonly TimeSpan CutEvery = TimeSpan.FromSeconds(5);

    private const int CutsPerReplay = 12;

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryReplayAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryCutAsync(isLast: true, cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CutEvery, time);
        try
        {
            for (var round = 1; await timer.WaitForNextTickAsync(stoppingToken); round++)
            {
                await TryCutAsync(isLast: false, stoppingToken);
                if (round % CutsPerReplay == 0)
                    await TryReplayAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    // What fails here fails no call: it is in the journals until it succeeds.
    private async Task TryReplayAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var turn = await folder.TakeTurnAsync(cancellationToken);
            await replay.ReplayAsync(cancellationToken);
        }
#pragma warning disable CA1031 // The storage may be out of reach for a while.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotReplayed(fault);
        }
    }

    private async Task TryCutAsync(bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            await journal.CutAsync(isLast, cancellationToken);
        }
#pragma warning disable CA1031 // The storage may be out of reach for a while.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotCut(fault);
        }
    }

    [LoggerMessage(5202, LogLevel.Error, "A journal could not be replayed and will be retried")]
    private partial void LogNotReplayed(Exception fault);

    [LoggerMessage(5203, LogLevel.Error, "The journal could not be cut and will be retried")]
    private partial void LogNotCut(Exception fault);
}
