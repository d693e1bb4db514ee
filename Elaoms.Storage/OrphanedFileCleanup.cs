using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Storage;

/// <summary>Deletes the temporary files of killed processes, at the start and then every minute.</summary>
/// <param name="delete">Deletes them and returns their number.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class OrphanedFileCleanup(
    Func<int> delete, TimeProvider time, ILogger<OrphanedFileCleanup> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                TryDelete();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private void TryDelete()
    {
        try
        {
            var deleted = delete();
            if (deleted > 0)
                LogDeleted(deleted);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogFault(fault);
        }
    }

    [LoggerMessage(5101, LogLevel.Warning, "Removed {Number} orphaned temporary files")]
    private partial void LogDeleted(int number);

    [LoggerMessage(5102, LogLevel.Error, "The cleanup of temporary files failed and will be retried")]
    private partial void LogFault(Exception fault);
}
