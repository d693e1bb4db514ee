using Elaoms.Core.Callers;
using Elaoms.Core.Recall.Ranking;
using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;

namespace Elaoms.Core.Recall;

/// <summary>Answers what is known, from the caller's own record and nothing else. It never fails: the caller is waiting on the line.</summary>
public sealed class SearchData(CallerIndexes indexes, CallerKeys keys, TimelyReads reads, ElaomsSettings settings, ElaomsMetrics metrics)
{
    /// <summary>Answers a request that has a query; for an unknown or hidden caller, and under any fault, with nothing.</summary>
    public async ValueTask<SearchDataAnswer> AnswerAsync(SearchDataRequest request, CancellationToken cancellationToken)
        => request.Caller is null
            ? SearchDataAnswer.Nothing
            : await reads.ReadAsync("search-data", settings.SearchDataDeadline, keys.Of(request.Caller), (key, token) => SearchAsync(key, request, token), cancellationToken)
                ?? SearchDataAnswer.Nothing;

    private async ValueTask<SearchDataAnswer?> SearchAsync(CallerKey key, SearchDataRequest request, CancellationToken cancellationToken)
    {
        if (await indexes.GetAsync(key, cancellationToken) is not { } index)
            return null;
        try
        {
            return new SearchDataAnswer(index.Profile, index.Search(request.Query ?? "", request.Count));
        }
        catch
        {
            metrics.EngineError("embedded");
            throw;
        }
    }
}
