using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Recall.Counts;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Recall;

/// <summary>
/// Answers what is known, from the caller's own record and nothing else. Our own index is asked; the engines beside it search at the same
/// time, what they find is joined, and one that is slow or fails is left out. It never fails: the caller is waiting on the line.
/// </summary>
public sealed partial class SearchData(
    CallerIndexes indexes,
    IEnumerable<IMemoryEngine> engines,
    CallerKeys keys,
    RecallDeadline reads,
    SharedLines lines,
    RecallCounter counter,
    ElaomsSettings settings,
    ElaomsMetrics metrics,
    TimeProvider time,
    ILogger<SearchData> logger)
{
    private const string Route = "search-data";
    private const string OperatorRoute = "operator-search";

    // The rest is for joining and answering, so that a slow engine costs its own part of the answer and no more.
    private const double ShareOfEngines = 0.8;

    private const int MaxAgentIdLength = 64;

    private readonly IMemoryEngine[] _engines = [.. engines];
    private readonly SearchedCaller _searched = new(keys, settings);
    private readonly CallersOfMinute _callersOfMinute = new(time);

    /// <summary>Answers a request that has a query; for an unknown or hidden caller, and under any fault, with nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="token">The call's token; null when none was sent.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async ValueTask<SearchDataAnswer> AnswerAsync(SearchDataRequest request, CallerToken? token, CancellationToken cancellationToken)
    {
        var begin = counter.Begin();
        var places = _searched.PlacesOf(request, token);
        if (places.Count == 0)
        {
            counter.Searched(isHit: false, begin);
            return SearchDataAnswer.Nothing;
        }

        var caller = places[0].Key;
        if (_callersOfMinute.IsNew(caller))
            metrics.CallerSearched();
        LogSearched(caller.Abbreviation, AgentOf(request));
        var found = await reads.ReadAsync(
            Route, settings.SearchDataDeadline, caller, (_, giveUp) => SearchAsync(Route, places, request, giveUp), cancellationToken);
        counter.Searched(isHit: found is { Answer.Memories.Count: > 0 }, begin);
        return found?.Answer ?? SearchDataAnswer.Nothing;
    }

    /// <summary>Finds what an agent would be answered, for an operator. It is not counted as a search of a call.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="request">The request, whose ids do not count.</param>
    /// <returns>Null when the memory could not be read in time.</returns>
    internal ValueTask<FoundMemories?> FindAsync(CallerKey caller, SearchDataRequest request, CancellationToken cancellationToken)
        => reads.ReadAsync(
            OperatorRoute,
            settings.SearchDataDeadline,
            caller,
            (key, giveUp) => SearchAsync(OperatorRoute, [new CallerPlace(key, IsFormer: false)], request, giveUp),
            cancellationToken);

    // Whoever asks may write anything there, and the log must hold no number and no line of theirs.
    private static string AgentOf(SearchDataRequest request)
    {
        if (request.AgentId is not { Length: > 0 and <= MaxAgentIdLength } agent || !char.IsAsciiLetter(agent[0]))
            return "?";
        return agent.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? agent : "?";
    }

    private async ValueTask<FoundMemories?> SearchAsync(
        string route, IReadOnlyList<CallerPlace> places, SearchDataRequest request, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var (key, reading) = await FindAsync(places, begin, cancellationToken);
            var searches = Array.ConvertAll(_engines, engine => RankAsync(engine, key, reading, request, giveUp.Token));
            if (await reading is not { } whole)
                return FoundMemories.Nothing(NothingFound.NoRecord);

            if (whole.Profile.IsOptedOut)
                return FoundMemories.Nothing(NothingFound.OptedOut);
            if (whole.IsPartial)
                metrics.RecallFault(route, "partial");
            var isShared = lines.Has(route, key, whole.Profile);
            if ((isShared ? lines.Searchable(whole, request.Query ?? "") : whole) is not { } index)
                return FoundMemories.Nothing(NothingFound.SharedLine);

            var own = SearchOwn(index, request);
            var rankings = await WithinAsync(PatienceSince(begin), searches, cancellationToken);
            if (own is null && rankings.Count == 0)
                metrics.RecallFault(route, "fault");
            var memories = Join(own ?? [], rankings, index, request.Count);
            return new FoundMemories(new SearchDataAnswer(isShared ? null : index.Profile, memories), index, own ?? [], rankings);
        }
        finally
        {
            await giveUp.CancelAsync();
        }
    }

    // A caller whose record stands in one place only, as nearly all do, is read while the engines search.
    private async ValueTask<(CallerKey Key, Task<CallerIndex?> Reading)> FindAsync(
        IReadOnlyList<CallerPlace> places, long begin, CancellationToken cancellationToken)
    {
        if (places is [{ IsFormer: false } only])
            return (only.Key, indexes.GetAsync(only.Key, PatienceSince(begin), cancellationToken).AsTask());

        foreach (var place in places)
        {
            if (await indexes.GetAsync(place.Key, PatienceSince(begin), cancellationToken) is { } index
                && place.Counts(index.Profile.IsKindCertain))
                return (place.Key, Task.FromResult<CallerIndex?>(index));
        }

        return (places[0].Key, Task.FromResult<CallerIndex?>(null));
    }

    private TimeSpan PatienceSince(long begin) => settings.SearchDataDeadline * ShareOfEngines - time.GetElapsedTime(begin);

    private IReadOnlyList<FoundMemory>? SearchOwn(CallerIndex index, SearchDataRequest request)
    {
        try
        {
            return index.Search(request.Query ?? "", CountOf(request));
        }
#pragma warning disable CA1031 // A fault of our own index must not cost what the engines find.
        catch (Exception)
#pragma warning restore CA1031
        {
            metrics.EngineError(CallerIndex.EngineName, "fault");
            return null;
        }
    }

    // More than are wanted of each, since what all of them find comes first.
    private int CountOf(SearchDataRequest request) => _engines.Length == 0 ? request.Count : SearchDataRequest.MaxCount;

    private static List<FoundMemory> Join(
        IReadOnlyList<FoundMemory> own, List<EngineRanking> rankings, CallerIndex index, int count)
    {
        if (rankings.Count == 0)
            return [.. own.Take(count)];
        var found = own.ToDictionary(memory => memory.Memory.Id, StringComparer.Ordinal);
        var all = rankings
            .Select(ranking => (ranking.Weight, index.StandFor(ranking.Ids)))
            .Prepend((1, [.. own.Select(memory => memory.Memory.Id)]));
        return [.. RankFusion.Fuse(all).Take(count).Select(id => found.GetValueOrDefault(id) ?? index.Find(id)).OfType<FoundMemory>()];
    }

    private async Task<List<EngineRanking>> WithinAsync(
        TimeSpan timeout, Task<IReadOnlyList<string>?>[] searches, CancellationToken cancellationToken)
    {
        var all = Task.WhenAll(searches);
        if (!all.IsCompleted && timeout > TimeSpan.Zero)
            await ((Task)all).WaitAsync(timeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var rankings = new List<EngineRanking>(searches.Length);
        foreach (var (engine, search) in _engines.Zip(searches))
        {
            if (!search.IsCompleted)
                metrics.EngineError(engine.Name, "deadline");
            else if (await search is { } ids)
                rankings.Add(new EngineRanking(engine.Name, engine.Weight, ids));
        }

        return rankings;
    }

    private async Task<IReadOnlyList<string>?> RankAsync(
        IMemoryEngine engine, CallerKey key, Task<CallerIndex?> reading, SearchDataRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.SearchAsync(key, reading, request.Query ?? "", CountOf(request), cancellationToken);
        }
#pragma warning disable CA1031 // One engine's fault must not cost what the others find.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // A record that can't be read is counted as such, and who was given up as late.
            if (!reading.IsFaulted && !cancellationToken.IsCancellationRequested)
                metrics.EngineError(engine.Name, fault is NewerDocumentException ? "newer" : (fault as EngineException)?.Reason ?? "fault");
            return null;
        }
    }

    [LoggerMessage(3002, LogLevel.Information, "Searched the memory of caller {Caller} for agent {Agent}")]
    private partial void LogSearched(string caller, string agent);
}
