using Elaoms.Core.Callers;
using Elaoms.Core.Recall.Ranking;
using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Recall;

/// <summary>
/// Answers what is known, from the caller's own record and nothing else. It never fails and never takes longer than its deadline: the caller is waiting on the line.
/// </summary>
public sealed partial class SearchData(CallerIndexes indexes, CallerKeys keys, ElaomsSettings settings, ElaomsMetrics metrics, TimeProvider time, ILogger<SearchData> logger)
{
    /// <summary>Answers a request that has a query; for an unknown or hidden caller, and under any fault, with nothing.</summary>
    public async ValueTask<SearchDataAnswer> AnswerAsync(SearchDataRequest request, CancellationToken cancellationToken)
    {
        if (request.Caller is null || await ReadIndexAsync(keys.Of(request.Caller), cancellationToken) is not { } index)
            return SearchDataAnswer.Nothing;
        return new SearchDataAnswer(index.Profile, index.Search(request.Query ?? "", request.Count));
    }

    private async ValueTask<CallerIndex?> ReadIndexAsync(CallerKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await Deadline.WithinAsync(settings.SearchDataDeadline, time, token => indexes.GetAsync(key, token), cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            metrics.RecallFault("search-data", fault is TimeoutException ? "deadline" : "fault");
            LogFault(key.Abbreviation, fault.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(3002, LogLevel.Error, "search-data answered with nothing for caller {Caller}: {Fault}")]
    private partial void LogFault(string caller, string fault);
}
