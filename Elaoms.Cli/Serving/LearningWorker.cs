using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Elaoms.Core.Jobs;
using Elaoms.Core.Storage;
using Elaoms.Core.Storage.Queue;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Cli.Serving;

/// <summary>
/// Takes calls and jobs from the queue and processes them in the server's own process. On shutdown it finishes the calls it holds; the rest
/// and jobs stay in the queue.
/// </summary>
public sealed partial class LearningWorker(
    ICallQueue queue,
    HandleMessage handle,
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
    private readonly SemaphoreSlim _oneJob = new(1, 1);
    private readonly ConcurrentDictionary<string, Task> _jobs = new(StringComparer.Ordinal);

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
        _oneJob.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The stop ends the taking of calls; what has been taken is learned to its end.
        await Parallel.ForEachAsync(
            TakeAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = storage.LearningLanes, CancellationToken = CancellationToken.None },
            async (call, _) =>
            {
                if (JobMessage.Decode(call.Text) is not null)
                {
                    // It may take minutes, in which calls are learned.
                    foreach (var (lease, _) in _jobs.Where(job => job.Value.IsCompleted))
                        _jobs.TryRemove(lease, out Task? _);
                    _jobs[call.Lease] = DoInTurnAsync(call, stoppingToken);
                    return;
                }

                await HandleAsync(call, token => handle.HandleAsync(call.Text, call.DequeueCount, token), _abandon.Token);
                await requests.WaitForNoneAsync(LongestYield, stoppingToken);
            });
        await Task.WhenAll(_jobs.Values);
    }

    // The stop cuts a job short, and the next process begins it anew.
    private async Task DoInTurnAsync(QueuedCall job, CancellationToken stoppingToken)
    {
        // The lane goes on at once.
        await Task.Yield();
        await HandleAsync(
            job,
            async token =>
            {
                await _oneJob.WaitAsync(token);
                try
                {
                    await handle.HandleAsync(job.Text, job.DequeueCount, token);
                }
                finally
                {
                    _oneJob.Release();
                }
            },
            stoppingToken);
    }

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

    private async Task HandleAsync(QueuedCall call, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var lease = new RenewedLease(queue, call, Invisible, time, LogQueueFault);
        var isDone = await TryAsync(work, cancellationToken);
        if (!isDone && cancellationToken.IsCancellationRequested)
            return;

        try
        {
            // Renewing ends first: the queue takes only the newest lease.
            var held = await lease.EndAsync();
            if (isDone)
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

    private static async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
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
