using Elaoms.Core.Callers;
using Elaoms.Core.Memories;
using Elaoms.Core.Recall.Ranking;
using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;

namespace Elaoms.Core.Recall;

/// <summary>
/// Answers what is known, from the caller's own record and nothing else. All engines search at the same time; what they find is joined, and who is slow or fails is left out. It
/// never fails: the caller is waiting on the line.
/// </summary>
public sealed class SearchData(
    CallerIndexes indexes, IEnumerable<IMemoryEngine> engines, CallerKeys keys, TimelyReads reads, ElaomsSettings settings, ElaomsMetrics metrics, TimeProvider time)
{
    private const string Route = "search-data";

    // The rest is for joining and answering, so that a slow engine costs its own part of the answer and no more.
    private const double ShareOfEngines = 0.8;

    private readonly IMemoryEngine[] _engines = [.. engines];

    /// <summary>Answers a request that has a query; for an unknown or hidden caller, and under any fault, with nothing.</summary>
    public async ValueTask<SearchDataAnswer> AnswerAsync(SearchDataRequest request, CancellationToken cancellationToken)
        => request.Caller is null
            ? SearchDataAnswer.Nothing
            : await reads.ReadAsync(Route, settings.SearchDataDeadline, keys.Of(request.Caller), (key, token) => SearchAsync(key, request, token), cancellationToken)
                ?? SearchDataAnswer.Nothing;

    private async ValueTask<SearchDataAnswer?> SearchAsync(CallerKey key, SearchDataRequest request, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var reading = indexes.GetAsync(key, cancellationToken).AsTask();
            var searches = Array.ConvertAll(_engines, engine => RankAsync(engine, key, reading, request, giveUp.Token));
            if (await reading is not { } index)
                return null;

            var patience = settings.SearchDataDeadline * ShareOfEngines - time.GetElapsedTime(begin);
            var rankings = await WithinAsync(patience, searches, cancellationToken);
            if (rankings.Count == 0)
                metrics.RecallFault(Route, "fault");
            return new SearchDataAnswer(index.Profile, [.. RankFusion.Fuse(rankings.Select(ranking => (ranking.Weight, Known(ranking.Ids, index)))).Select(index.Find).OfType<FoundMemory>().Take(request.Count)]);
        }
        finally
        {
            await giveUp.CancelAsync();
        }
    }

    // An engine may name what isn't in the record, and each time that something was said: what stands for all of them counts once, where the best of them is.
    private static IReadOnlyList<string> Known(IReadOnlyList<string> ids, CallerIndex index)
        => [.. ids.Select(index.StandsFor).OfType<string>().Distinct(StringComparer.Ordinal)];

    private async Task<List<(double Weight, IReadOnlyList<string> Ids)>> WithinAsync(TimeSpan patience, Task<IReadOnlyList<string>?>[] searches, CancellationToken cancellationToken)
    {
        var all = Task.WhenAll(searches);
        // Our own search is done by now; only another engine is waited for.
        if (!all.IsCompleted && patience > TimeSpan.Zero)
            await ((Task)all).WaitAsync(patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var rankings = new List<(double, IReadOnlyList<string>)>(searches.Length);
        foreach (var (engine, search) in _engines.Zip(searches))
        {
            if (!search.IsCompleted)
                metrics.EngineError(engine.Name, "deadline");
            else if (await search is { } ids)
                rankings.Add((engine.Weight, ids));
        }

        return rankings;
    }

    private async Task<IReadOnlyList<string>?> RankAsync(
        IMemoryEngine engine, CallerKey key, Task<CallerIndex?> reading, SearchDataRequest request, CancellationToken cancellationToken)
    {
        try
        {
            // More than are wanted of each, since what all of them find comes first.
            var count = _engines.Length == 1 ? request.Count : SearchDataRequest.MaxCount;
            return await engine.SearchAsync(key, reading, request.Query ?? "", count, cancellationToken);
        }
#pragma warning disable CA1031 // One engine's fault must not cost what the others find.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // A record that can't be read is counted as such, and who was given up as late.
            if (!reading.IsFaulted && !cancellationToken.IsCancellationRequested)
                metrics.EngineError(engine.Name, (fault as EngineException)?.Reason ?? "fault");
            return null;
        }
    }
}
