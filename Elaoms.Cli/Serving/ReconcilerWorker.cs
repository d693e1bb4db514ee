using Elaoms.Core.Processing.Sweeping;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Cli.Serving;

/// <summary>Sweeps when the process starts, which is when something may have been left behind, and from then on at intervals.</summary>
public sealed partial class ReconcilerWorker(Reconciler sweep, TimeProvider time, ILogger<ReconcilerWorker> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Reconciler.Every, time);
        try
        {
            do
            {
                await TrySweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task TrySweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await sweep.ReconcileAsync(stoppingToken);
        }
#pragma warning disable CA1031 // The storage may be out of reach for a while; the next sweep does it all.
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFault(fault);
        }
    }

    [LoggerMessage(2104, LogLevel.Error, "The sweep failed and will be retried")]
    private partial void LogFault(Exception fault);
}
