using System.Runtime.CompilerServices;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage;
using Elaoms.Core.Storage.Queue;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Cli.Serving;

/// <summary>
/// Takes calls from the queue and processes them in the server's own process. On shutdown it finishes the calls it holds; the rest stay in
/// the queue.
/// </summary>
public sealed partial class LearningWorker(
    ICallQueue queue,
    LearnFromMessage learn,
    RequestsInFlight requests,
    StorageTraits storage,
    TimeProvider time,
    ILogger<LearningWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Invisible = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    // A server that is never idle learns all the same, 50 calls a second at most in each lane.
    private static readonly TimeSpan LongestYield = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _abandon = new();

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var timeoutEnds = cancellationToken.Register(_abandon.Cancel);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        // The stop ends the taking of calls; what has been taken is learned to its end.
        => Parallel.ForEachAsync(
            TakeAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = storage.LearningLanes, CancellationToken = CancellationToken.None },
            async (call, _) =>
            {
                await LearnAsync(call, _abandon.Token);
                await requests.WaitForNoneAsync(LongestYield, stoppingToken);
            });

    // A call is taken when a lane is free for it, and not before: its lease begins then.
    private async IAsyncEnumerable<QueuedCall> TakeAsync([EnumeratorCancellation] CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await TryTakeAsync(stoppingToken) is { } call)
                yield return call;
        }
    }

    private async Task<QueuedCall?> TryTakeAsync(CancellationToken stoppingToken)
    {
        try
        {
            var call = await queue.ReceiveAsync(Invisible, stoppingToken);
            if (call is null)
                await queue.WaitAsync(PollEvery, stoppingToken);
            return call;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // The queue may be out of reach for a while; learning goes on when it is back.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogQueueFault(fault);
            await Task.Delay(PollEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }
    }

    private async Task LearnAsync(QueuedCall call, CancellationToken cancellationToken)
    {
        await using var lease = new RenewedLease(queue, call, Invisible, time, LogQueueFault);
        var learned = await TryLearnAsync(call, cancellationToken);
        if (!learned && cancellationToken.IsCancellationRequested)
            return;

        try
        {
            // Renewing ends first: the queue takes only the newest lease.
            var held = await lease.EndAsync();
            if (learned)
                await queue.CompleteAsync(held, cancellationToken);
            else
                await queue.HideAsync(held, DelayAfter(call.DequeueCount), cancellationToken);
        }
#pragma warning disable CA1031 // A message that stays is only learned twice, which changes nothing.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogQueueFault(fault);
        }
    }

    private async Task<bool> TryLearnAsync(QueuedCall call, CancellationToken cancellationToken)
    {
        try
        {
            await learn.LearnAsync(call.Text, call.DequeueCount, cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // It is logged where it happened; the message comes again.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static TimeSpan DelayAfter(int tries)
    {
        var delay = FirstDelay * Math.Pow(4, Math.Min(tries, 10) - 1);
        return delay < LongestDelay ? delay : LongestDelay;
    }

    [LoggerMessage(2102, LogLevel.Error, "The queue cannot be reached")]
    private partial void LogQueueFault(Exception fault);
}
