using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Recall;

/// <summary>
/// Says whether many people share a line, and what may be searched there: whoever calls on it can say any name, and nothing proves it.
/// </summary>
public sealed partial class SharedLines(ElaomsSettings settings, ElaomsMetrics metrics, ILogger<SharedLines> logger)
{
    /// <summary>Whether the caller's line is shared. If so, this is counted and logged.</summary>
    /// <param name="route">Who asks, for counting.</param>
    /// <param name="key">The caller.</param>
    /// <param name="profile">The caller's profile.</param>
    public bool Has(string route, CallerKey key, CallerProfile profile)
    {
        if (!profile.IsSharedLine(settings.SharedLines))
            return false;
        metrics.SharedLine(route);
        LogShared(route, key.Abbreviation, profile.PeopleOnLine, profile.BusiestDays is [var most, ..] ? most : 0);
        return true;
    }

    /// <summary>The calls that may be searched on a shared line; null for none.</summary>
    /// <param name="index">All that is remembered of the line.</param>
    /// <param name="query">In the words of the caller or the agent.</param>
    public CallerIndex? Searchable(CallerIndex index, string query) => settings.SharedLines.Search switch
    {
        SharedLineSearch.Name => index.CallsOfPersonIn(query),
        SharedLineSearch.Newest => index.NewestCall(),
        _ => null,
    };

    [LoggerMessage(
        3004,
        LogLevel.Information,
        "{Route}: many people share the line of caller {Caller} ({People} gave a name, {Calls} calls on the busiest day)")]
    private partial void LogShared(string route, string caller, int people, int calls);
}
