using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Indexing;

/// <summary>
/// Brings the engines up to date with every record: for a new server, a new key, another dialect or another model. It notes every caller
/// first. If it is interrupted, the sweep of a running server or the next run does the rest.
/// </summary>
public sealed class Reindex(
    CallerRecords records,
    IDocumentStore<EngineNote> notes,
    IDocumentStore<CallerVectors> vectors,
    CallersToIndex toIndex,
    IndexCallers index)
{
    /// <summary>Tells every engine of every caller.</summary>
    /// <param name="anew">Whether to forget what is noted, and to give the engines everything again.</param>
    /// <param name="progress">Told of each caller that is done with.</param>
    public async Task<ReindexProgress> RunAsync(bool anew, IProgress<ReindexProgress> progress, CancellationToken cancellationToken)
    {
        var callers = await records.ListAsync(cancellationToken).ToListAsync(cancellationToken);
        await ForEachAsync(callers, async (caller, token) =>
        {
            if (anew)
            {
                await notes.DeleteAsync(caller, token);
                await vectors.DeleteAsync(caller, token);
            }

            await toIndex.AddAsync(caller, token);
        });

        var (done, failed, down, round) = (0, 0, false, new IndexRound());
        await ForEachAsync(callers, async (caller, token) =>
        {
            // Once no engine can be used, they would only be asked in vain.
            var outcome = Volatile.Read(ref down) ? IndexOutcome.EngineDown : await index.IndexUntilDoneAsync(caller, round, token);
            if (outcome == IndexOutcome.EngineDown)
                Volatile.Write(ref down, true);
            if (outcome == IndexOutcome.Done)
                Interlocked.Increment(ref done);
            else
                Interlocked.Increment(ref failed);
            progress.Report(
                new ReindexProgress(callers.Count, Volatile.Read(ref done), Volatile.Read(ref failed), Volatile.Read(ref down)));
        });
        return new ReindexProgress(callers.Count, done, failed, down);

        Task ForEachAsync(IEnumerable<CallerKey> each, Func<CallerKey, CancellationToken, ValueTask> act)
            => Parallel.ForEachAsync(
                each, new ParallelOptions { MaxDegreeOfParallelism = IndexCallers.Lanes, CancellationToken = cancellationToken }, act);
    }
}

/// <summary>How far it has come with all callers.</summary>
/// <param name="Callers">How many callers have a record.</param>
/// <param name="Done">Of how many every engine holds all.</param>
/// <param name="Failed">Of how many one does not; they are tried again by the sweep of a running server.</param>
/// <param name="EngineDown">Whether no engine can be used now.</param>
public sealed record ReindexProgress(int Callers, int Done, int Failed, bool EngineDown);
