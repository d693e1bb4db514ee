using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Recall;

/// <summary>Reads for somebody who is on the line: what fails or takes too long is counted, and read as nothing.</summary>
public sealed partial class RecallDeadline(ElaomsMetrics metrics, TimeProvider time, ILogger<RecallDeadline> logger)
{
    // The rest is for the answer's way out, so that defaults too are there before the deadline.
    private const double ShareOfReading = 0.95;

    /// <summary>Runs a read, and gives up on it in time for an answer.</summary>
    /// <param name="route">Who asks, for counting.</param>
    /// <param name="deadline">When there must be an answer.</param>
    /// <param name="key">Whose memory.</param>
    /// <param name="read">The read.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>What was read; null when there is nothing, or when it failed or took too long.</returns>
    public async ValueTask<T?> ReadAsync<T>(
        string route,
        TimeSpan deadline,
        CallerKey key,
        Func<CallerKey, CancellationToken, ValueTask<T?>> read,
        CancellationToken cancellationToken)
        where T : class
    {
        using var activity = ElaomsActivities.StartRecall(route);
        var begin = time.GetTimestamp();
        try
        {
            return await WithinAsync(deadline * ShareOfReading, token => read(key, token), cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            metrics.RecallFault(route, ReasonOf(fault));
            if (fault is NewerDocumentException newer)
                metrics.NewerDocument(newer.Kind);
            activity.Fail(fault);
            LogFault(route, key.Abbreviation, fault.GetType().Name);
            return null;
        }
        finally
        {
            metrics.Recalled(route, time.GetElapsedTime(begin));
        }
    }

    private async ValueTask<T> WithinAsync<T>(
        TimeSpan timeout, Func<CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Embedded reads, and the building of an index, hold their thread: on the caller's, no timer would run before they are done.
        // One that has not begun by the deadline never does.
        var token = giveUp.Token;
        var task = Task.Run(() => read(token).AsTask(), token);
        try
        {
            return await task.WaitAsync(timeout, time, cancellationToken);
        }
        finally
        {
            if (!task.IsCompleted)
                await giveUp.CancelAsync();
        }
    }

    private static string ReasonOf(Exception fault) => fault switch
    {
        TimeoutException => "deadline",
        NewerDocumentException => "newer",
        _ => "fault",
    };

    [LoggerMessage(3001, LogLevel.Error, "{Route} answered without the memory of caller {Caller}: {Fault}")]
    private partial void LogFault(string route, string caller, string fault);
}
