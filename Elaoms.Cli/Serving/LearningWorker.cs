using Elaoms.Core.Intake;
using Elaoms.Core.Learning;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Cli.Serving;

/// <summary>
/// Takes calls from the queue and learns from them, in the process that also answers. When the process is told to stop, it finishes what it holds; the rest stays in the
/// queue.
/// </summary>
public sealed partial class LearningWorker(
    ICallQueue queue, LearnFromCall learn, ReceivePostCall deliveries, ElaomsMetrics metrics, TimeProvider time, ILogger<LearningWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Invisible = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    // A sender waits for its answer, learning can wait: while deliveries come it takes a fifth of the time, and so still goes on.
    private const int RestPerWork = 4;
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _abandon = new();

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var patienceEnds = cancellationToken.Register(_abandon.Cancel);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var (begin, acceptedBefore) = (time.GetTimestamp(), deliveries.Accepted);
                if (await queue.ReceiveAsync(Invisible, stoppingToken) is not { } call)
                {
                    await queue.WaitAsync(PollEvery, stoppingToken);
                    continue;
                }

                await LearnAsync(call, _abandon.Token);
                if (deliveries.Accepted != acceptedBefore)
                    await Task.Delay(RestAfter(time.GetElapsedTime(begin)), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The queue may be out of reach for a while; learning goes on when it is back.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LogQueueFault(fault);
                await Task.Delay(PollEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LearnAsync(QueuedCall call, CancellationToken cancellationToken)
    {
        if (CallMessage.Decode(call.Text) is not { } message)
        {
            LogForeignMessage(call.Id);
            await queue.CompleteAsync(call, cancellationToken);
            return;
        }

        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = RenewAsync(call, working.Token);
        try
        {
            await learn.LearnAsync(message.Payload, call.DequeueCount, cancellationToken);
            await queue.CompleteAsync(call, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            metrics.Learned("retry");
            LogTry(fault, message.Payload, call.DequeueCount);
            await queue.HideAsync(call, DelayAfter(call.DequeueCount), cancellationToken);
        }
        finally
        {
            await working.CancelAsync();
            await renewing;
        }
    }

    private async Task RenewAsync(QueuedCall call, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(RenewEvery, time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await queue.HideAsync(call, Invisible, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The call is done with.
        }
#pragma warning disable CA1031 // An unrenewed message is only learned twice, which changes nothing.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogQueueFault(fault);
        }
    }

    private static TimeSpan RestAfter(TimeSpan work)
    {
        var rest = work * RestPerWork;
        return rest < LongestRest ? rest : LongestRest;
    }

    private static TimeSpan DelayAfter(int tries)
    {
        var delay = FirstDelay * Math.Pow(4, Math.Min(tries, 10) - 1);
        return delay < LongestDelay ? delay : LongestDelay;
    }

    [LoggerMessage(2101, LogLevel.Warning, "{Payload}: try {Tries} failed and will be repeated")]
    private partial void LogTry(Exception fault, PayloadName payload, int tries);

    [LoggerMessage(2102, LogLevel.Error, "The queue cannot be reached")]
    private partial void LogQueueFault(Exception fault);

    [LoggerMessage(2103, LogLevel.Error, "Message {Id} is none of ours and was removed")]
    private partial void LogForeignMessage(string id);
}
