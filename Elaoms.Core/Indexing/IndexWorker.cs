using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Indexing;

/// <summary>
/// Indexes callers in the background as soon as their calls are learned. The sweep continues with what fails, or is left when the
/// process ends.
/// </summary>
public sealed partial class IndexWorker(CallersToIndex callers, IndexCallers index, ILogger<IndexWorker> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                callers.Signals.ReadAllAsync(stoppingToken),
                new ParallelOptions { MaxDegreeOfParallelism = IndexCallers.Lanes, CancellationToken = stoppingToken },
                async (caller, token) =>
                {
                    try
                    {
                        var round = new IndexRound();
                        while (await index.IndexAsync(caller, round, token) == IndexOutcome.More)
                        {
                            // Another call of this caller was learned meanwhile, or there is much to do.
                        }
                    }
#pragma warning disable CA1031 // The storage may be out of reach for a while; the sweep goes on from here.
                    catch (Exception fault)
#pragma warning restore CA1031
                    {
                        if (!token.IsCancellationRequested)
                            LogFault(fault);
                    }
                });
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    [LoggerMessage(6002, LogLevel.Error, "Indexing a caller failed and will be retried by the next sweep")]
    private partial void LogFault(Exception fault);
}
