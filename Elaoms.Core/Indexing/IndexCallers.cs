using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Indexing;

/// <summary>
/// Updates the engines for callers whose records have changed. One process at a time works on a caller, so no memory is added twice.
/// Interrupted work continues later. Engines that are up to date notice it, so a caller waits until all engines are, and no caller waits
/// for another. Nothing here ever fails a call.
/// </summary>
public sealed partial class IndexCallers(
    IDocumentStore<IndexTask> tasks,
    IEnumerable<IMemoryEngine> engines,
    ElaomsMetrics metrics,
    TimeProvider time,
    ILogger<IndexCallers> logger)
{
    /// <summary>How many callers a process works on at a time.</summary>
    public const int Lanes = 4;

    // Longer than a turn, which notes its progress after a minute at most.
    private static readonly TimeSpan Taken = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly IMemoryEngine[] _engines = [.. engines];

    /// <summary>Takes the callers whose task is due, until all are done, every engine fails, or time is up.</summary>
    /// <param name="atMost">How long it may take.</param>
    /// <returns>How many callers were brought up to date.</returns>
    public async Task<int> IndexDueAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var (begin, done, round) = (time.GetTimestamp(), 0, new IndexRound());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = stop.Token };
            await Parallel.ForEachAsync(tasks.ListDueAsync(time.GetUtcNow(), cancellationToken), options, async (caller, token) =>
            {
                // The other lanes hear of it a moment later.
                if (stop.IsCancellationRequested)
                    return;
                IndexOutcome outcome;
                do
                    outcome = await IndexAsync(caller, round, cancellationToken);
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

    /// <summary>How many callers wait to be indexed, those whose turn it is not yet among them.</summary>
    public ValueTask<int> CountAsync(CancellationToken cancellationToken)
        => tasks.ListAsync(cancellationToken).CountAsync(cancellationToken);

    /// <summary>Gives one caller turns until nothing is left to do, also when another process is at it.</summary>
    public async Task<IndexOutcome> IndexUntilDoneAsync(CallerKey caller, IndexRound round, CancellationToken cancellationToken)
    {
        while (true)
        {
            var outcome = await IndexAsync(caller, round, cancellationToken);
            if (outcome == IndexOutcome.More)
                continue;
            if (outcome != IndexOutcome.NotDue)
                return outcome;
            if (await tasks.ReadAsync(caller, cancellationToken) is not { } there)
                return IndexOutcome.Done;
            if (!there.Value.IsDue(time.GetUtcNow()) && !there.Value.IsTaken)
                return IndexOutcome.Failed;
            await Task.Delay(LookAgainAfter, time, cancellationToken);
        }
    }

    /// <summary>
    /// Keeps every process from indexing the caller, for as long as a turn may last. Waits until a running turn has ended.
    /// </summary>
    /// <returns>What ends it: <see cref="LetGoAsync"/> or <see cref="PutBackAsync"/>.</returns>
    public async Task<CallerLease> HoldAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var there = await tasks.ReadAsync(caller, cancellationToken);
            var task = new IndexTask(now + Taken, IsTaken: true, Tries: 0);
            if (there?.Value.IsHeld(now) == true)
                await Task.Delay(LookAgainAfter, time, cancellationToken);
            else if (await tasks.TryWriteAsync(caller, task, there?.ETag, CancellationToken.None) is { } etag)
                return new CallerLease(caller, task, etag, there?.Value);
        }
    }

    /// <summary>
    /// Releases a held caller as done. If a call was learned meanwhile, or the lease may have expired, the caller gets another turn.
    /// </summary>
    public async Task LetGoAsync(CallerLease held, CancellationToken cancellationToken)
    {
        var isInTime = held.Task.IsHeld(time.GetUtcNow());
        if (!isInTime || !await tasks.TryDeleteAsync(held.Caller, held.ETag, cancellationToken))
            await tasks.MakeDueAsync(held.Caller, held.Task, time, cancellationToken);
    }

    /// <summary>Lets a caller go who was held, with nothing done: what was due before is due again.</summary>
    public async Task PutBackAsync(CallerLease held, CancellationToken cancellationToken)
    {
        var isBack = held.Before is { } before
            ? await tasks.TryWriteAsync(held.Caller, before, held.ETag, cancellationToken) is not null
            : await tasks.TryDeleteAsync(held.Caller, held.ETag, cancellationToken);
        if (!isBack)
            await tasks.MakeDueAsync(held.Caller, held.Task, time, cancellationToken);
    }

    /// <summary>Gives one caller a turn, if the task is due.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="round">What is known of the engines from the turns before.</param>
    public async Task<IndexOutcome> IndexAsync(CallerKey caller, IndexRound round, CancellationToken cancellationToken)
    {
        var toTell = Array.ConvertAll(_engines, engine => (Engine: engine, Known: round.FaultOf(engine)));
        if (toTell.Length > 0 && Array.TrueForAll(toTell, one => one.Known is not null))
            return IndexOutcome.EngineDown;
        var now = time.GetUtcNow();
        if (await ReadTaskAsync(caller, cancellationToken) is not { } due || !due.Value.IsDue(now))
            return IndexOutcome.NotDue;
        var taken = new IndexTask(now + Taken, IsTaken: true, due.Value.Tries + 1);
        // Not given up half-way: what may be taken would be nobody's for as long as a turn may last.
        if (await tasks.TryWriteAsync(caller, taken, due.ETag, CancellationToken.None) is not { } tag)
            return IndexOutcome.NotDue;

        var begin = time.GetTimestamp();
        using var activity = ElaomsActivities.StartIndexing();
        try
        {
            var told = await Task.WhenAll(toTell.Select(one => TellAsync(one.Engine, one.Known, caller, round, cancellationToken)));
            var faults = told.Select(one => one.Fault).OfType<Exception>().ToList();
            // An engine that is not done goes on at once, whatever another one does.
            if (faults.Count > 0 && told.All(one => one.Result != IndexResult.Incomplete))
                throw Joined(faults);

            var complete = told.All(one => one.Result == IndexResult.Complete);
            metrics.Indexed(complete ? "done" : "part", time.GetElapsedTime(begin));
            if (complete && await tasks.TryDeleteAsync(caller, tag, cancellationToken))
                return IndexOutcome.Done;
            await ReleaseAsync(caller, taken, faults.Count > 0 ? due.Value.Tries : 0, TimeSpan.Zero, cancellationToken);
            return IndexOutcome.More;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends; who comes next need not wait until this turn would have been over.
            await ReleaseAsync(caller, taken, due.Value.Tries, TimeSpan.Zero, CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
#pragma warning disable CA1031 // One caller's fault must not keep the others from their turns. If the storage fails, letting go fails too.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            var known = fault as EngineException;
            activity.Fail(fault);
            metrics.Indexed("failed", time.GetElapsedTime(begin));
            LogFault(caller.Abbreviation, taken.Tries, ReasonOf(fault));
            // An engine that was asked nothing did not fail once more.
            var tries = known?.IsLeftAlone == true ? due.Value.Tries : taken.Tries;
            await ReleaseAsync(caller, taken, tries, DelayAfter(Math.Max(1, tries), known?.RetryAfter), CancellationToken.None);
            return known?.ConcernsAll == true ? IndexOutcome.EngineDown : IndexOutcome.Failed;
        }
    }

    // A task of a newer form is for the program that wrote it.
    private async Task<Versioned<IndexTask>?> ReadTaskAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        try
        {
            return await tasks.ReadAsync(caller, cancellationToken);
        }
        catch (NewerDocumentException fault)
        {
            metrics.NewerDocument(fault.Kind);
            return null;
        }
    }

    private static async Task<(IndexResult? Result, Exception? Fault)> TellAsync(
        IMemoryEngine engine, EngineException? known, CallerKey caller, IndexRound round, CancellationToken cancellationToken)
    {
        if (known is not null)
            return (null, known);
        try
        {
            return (await engine.IndexAsync(caller, cancellationToken), null);
        }
#pragma warning disable CA1031 // What goes wrong with one engine must not keep the others from being told.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (fault is EngineException { ConcernsAll: true } down)
                round.SetDown(engine, down);
            return (null, fault);
        }
    }

    // That nobody can be told concerns all; that one engine can't does not.
    private Exception Joined(List<Exception> faults)
    {
        if (_engines.Length == 1)
            return faults[0];
        var known = faults.OfType<EngineException>().ToList();
        return new EngineException(string.Join("; ", faults.Select(ReasonOf)), faults[0])
        {
            IsLeftAlone = known.Count == faults.Count && known.TrueForAll(fault => fault.IsLeftAlone),
            RetryAfter = known.Max(fault => fault.RetryAfter),
            ConcernsAll = known.Count == _engines.Length && known.TrueForAll(fault => fault.ConcernsAll),
        };
    }

    // Nobody knows what the message of any other fault holds.
    private static string ReasonOf(Exception fault)
        => fault is EngineException or NewerDocumentException ? fault.Message : fault.GetType().Name;

    // Another process may have taken the turn over, if this one took too long; then it is not ours to let go.
    private Task<IndexTask?> ReleaseAsync(
        CallerKey caller, IndexTask taken, int tries, TimeSpan delay, CancellationToken cancellationToken)
        => tasks.ChangeAsync(
            caller,
            there => there?.IsSameTurn(taken) == true ? new IndexTask(time.GetUtcNow() + delay, IsTaken: false, tries) : there,
            cancellationToken);

    private static TimeSpan DelayAfter(int tries, TimeSpan? asked)
    {
        var delay = FirstDelay * Math.Pow(2, Math.Min(tries, 10) - 1);
        if (asked > delay)
            delay = asked.Value;
        return delay < LongestDelay ? delay : LongestDelay;
    }

    [LoggerMessage(6001, LogLevel.Warning, "Indexing caller {Caller} failed (try {Tries}) and will be retried: {Reason}")]
    private partial void LogFault(string caller, int tries, string reason);
}
