using Elaoms.Core.Callers;
using Elaoms.Core.Memories;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Indexing;

/// <summary>
/// Tells the engines of callers whose records have changed. The caller is the unit of work, and one process at a time works on it, so that no memory is added twice; whatever is
/// cut short is gone on with later. Nothing here ever fails a call.
/// </summary>
public sealed partial class IndexCallers(
    IIndexTasks tasks, IEnumerable<IMemoryEngine> engines, ElaomsMetrics metrics, TimeProvider time, ILogger<IndexCallers> logger)
{
    /// <summary>How many callers a process works on at a time.</summary>
    public const int Lanes = 4;

    // Longer than a turn, which notes its progress after a minute at most.
    private static readonly TimeSpan Taken = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly IMemoryEngine[] _engines = [.. engines];

    /// <summary>Takes the callers whose task is due, until all are done, the engine fails, or time is up. Faults of the storage are exceptions.</summary>
    /// <param name="atMost">How long it may take.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many callers were brought up to date.</returns>
    public async Task<int> IndexDueAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var (begin, done) = (time.GetTimestamp(), 0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = stop.Token };
            await Parallel.ForEachAsync(tasks.ListDueAsync(time.GetUtcNow(), cancellationToken), options, async (caller, token) =>
            {
                IndexOutcome outcome;
                do
                    outcome = await IndexAsync(caller, cancellationToken);
                while (outcome == IndexOutcome.More && time.GetElapsedTime(begin) < atMost && !token.IsCancellationRequested);

                if (outcome == IndexOutcome.Done)
                    Interlocked.Increment(ref done);
                if (outcome == IndexOutcome.EngineDown || time.GetElapsedTime(begin) >= atMost)
                    await stop.CancelAsync();
            });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The rest is due at the next sweep.
        }

        return done;
    }

    /// <summary>Gives one caller turns until nothing is left to do, also when another process is at it. Faults of the storage are exceptions.</summary>
    public async Task<IndexOutcome> IndexUntilDoneAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        while (true)
        {
            var outcome = await IndexAsync(caller, cancellationToken);
            if (outcome is not (IndexOutcome.More or IndexOutcome.NotDue))
                return outcome;
            if (outcome == IndexOutcome.More)
                continue;
            if (await tasks.ReadAsync(caller, cancellationToken) is not { } there)
                return IndexOutcome.Done;
            if (there.Task.NotBefore > time.GetUtcNow() && !there.Task.IsTaken)
                return IndexOutcome.Failed;
            await Task.Delay(LookAgainAfter, time, cancellationToken);
        }
    }

    /// <summary>
    /// Keeps everybody from telling the engines of a caller, for as long as a turn may last: waits until a turn that is under way has ended.
    /// </summary>
    /// <returns>What lets it go again: <see cref="LetGoAsync"/>.</returns>
    public async Task<string> HoldAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var there = await tasks.ReadAsync(caller, cancellationToken);
            if (there?.Task is { IsTaken: true } task && task.NotBefore > now)
                await Task.Delay(LookAgainAfter, time, cancellationToken);
            else if (await tasks.TryWriteAsync(caller, new IndexTask(now + Taken, IsTaken: true, Tries: 0), there?.Tag, cancellationToken) is { } tag)
                return tag;
        }
    }

    /// <summary>Lets a caller go who was held, done with. If a call of the caller was learned meanwhile, its turn comes.</summary>
    public async Task LetGoAsync(CallerKey caller, string held, CancellationToken cancellationToken)
    {
        if (!await tasks.TryDeleteAsync(caller, held, cancellationToken))
            await ReleaseAsync(caller, tries: 0, TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Gives one caller a turn, if the task is due. Faults of the storage are exceptions.</summary>
    public async Task<IndexOutcome> IndexAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await tasks.ReadAsync(caller, cancellationToken) is not { } due || due.Task.NotBefore > now)
            return IndexOutcome.NotDue;
        var taken = new IndexTask(now + Taken, IsTaken: true, due.Task.Tries + 1);
        if (await tasks.TryWriteAsync(caller, taken, due.Tag, cancellationToken) is not { } tag)
            return IndexOutcome.NotDue;

        var begin = time.GetTimestamp();
        using var activity = ElaomsActivities.StartIndexing();
        try
        {
            var complete = true;
            foreach (var engine in _engines)
                complete &= await engine.IndexAsync(caller, cancellationToken) == IndexResult.Complete;
            metrics.Indexed(complete ? "done" : "part", time.GetElapsedTime(begin));
            if (complete && await tasks.TryDeleteAsync(caller, tag, cancellationToken))
                return IndexOutcome.Done;
            await ReleaseAsync(caller, tries: 0, TimeSpan.Zero, cancellationToken);
            return IndexOutcome.More;
        }
        catch (EngineException fault)
        {
            activity.Fail(fault);
            metrics.Indexed("failed", time.GetElapsedTime(begin));
            LogFault(caller.Abbreviation, taken.Tries, fault.Message);
            await ReleaseAsync(caller, taken.Tries, DelayAfter(taken.Tries, fault.RetryAfter), cancellationToken);
            return fault.ConcernsAll ? IndexOutcome.EngineDown : IndexOutcome.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends; who comes next need not wait until this turn would have been over.
            await ReleaseAsync(caller, due.Task.Tries, TimeSpan.Zero, CancellationToken.None);
            throw;
        }
    }

    private async Task ReleaseAsync(CallerKey caller, int tries, TimeSpan delay, CancellationToken cancellationToken)
    {
        while (await tasks.ReadAsync(caller, cancellationToken) is { } there)
        {
            if (await tasks.TryWriteAsync(caller, new IndexTask(time.GetUtcNow() + delay, IsTaken: false, tries), there.Tag, cancellationToken) is not null)
                return;
        }
    }

    private static TimeSpan DelayAfter(int tries, TimeSpan? asked)
    {
        var delay = FirstDelay * Math.Pow(2, Math.Min(tries, 10) - 1);
        if (asked > delay)
            delay = asked.Value;
        return delay < LongestDelay ? delay : LongestDelay;
    }

    [LoggerMessage(6001, LogLevel.Warning, "The engine could not be told of caller {Caller} (try {Tries}) and will be again: {Reason}")]
    private partial void LogFault(string caller, int tries, string reason);
}
