using Elaoms.ElevenLabs.Reconcile;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Cli.Serving;

/// <summary>Compares calls with those that ElevenLabs lists: when the process starts, if that is due, and then every hour.</summary>
public sealed partial class ReconciliationWorker(
    ReconcileConversations reconcile, TimeProvider time, ILogger<ReconciliationWorker> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ReconcileConversations.Every, time);
        try
        {
            do
            {
                await TryAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            await reconcile.ReconcileIfDueAsync(stoppingToken);
        }
#pragma warning disable CA1031 // The storage may be out of reach for a while; the next run goes on where this one ended.
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFault(fault);
        }
    }

    [LoggerMessage(9008, LogLevel.Error, "The storage failed while calls were reconciled, which will be retried")]
    private partial void LogFault(Exception fault);
}
