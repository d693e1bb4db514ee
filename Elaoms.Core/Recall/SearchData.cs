using Elaoms.Core.Callers;
using Elaoms.Core.Recall.Ranking;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Recall;

/// <summary>Answers what is known, from the caller's own record and nothing else. It never fails: the caller is waiting on the line.</summary>
public sealed class SearchData(CallerIndexes indexes, CallerKeys keys, TimelyReads reads, ElaomsSettings settings)
{
    /// <summary>Answers a request that has a query; for an unknown or hidden caller, and under any fault, with nothing.</summary>
    public async ValueTask<SearchDataAnswer> AnswerAsync(SearchDataRequest request, CancellationToken cancellationToken)
    {
        var index = request.Caller is null
            ? null
            : await reads.ReadAsync("search-data", settings.SearchDataDeadline, keys.Of(request.Caller), indexes.GetAsync, cancellationToken);
        return index is null ? SearchDataAnswer.Nothing : new SearchDataAnswer(index.Profile, index.Search(request.Query ?? "", request.Count));
    }
}
