using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Recall;

/// <summary>
/// Settles whose memory a search reads. With a token it is a caller of that call, and ids only pick one of them. Without, ids count, and
/// all that are sent must name the same caller: else one of them was talked into the model, and there is no telling which.
/// </summary>
internal sealed class SearchedCaller(CallerKeys keys, ElaomsSettings settings)
{
    /// <summary>Where the record of the searched caller may stand, in the order of looking; empty for nobody.</summary>
    /// <param name="request">The request.</param>
    /// <param name="token">The call's token; null when none was sent.</param>
    public IReadOnlyList<CallerPlace> PlacesOf(SearchDataRequest request, CallerToken? token)
    {
        var tenant = token?.Tenant ?? settings.Tenants.Of(request.AgentId);
        IReadOnlyList<CallerPlace>? named = null;
        foreach (var (reading, places) in (ReadOnlySpan<(CallerIdentification, IReadOnlyList<CallerPlace>)>)
            [ReadUserId(request, tenant), ReadCallerId(request, tenant), ReadAppUserId(request, tenant)])
        {
            // A token says who calls: an id that is hidden is another one.
            if (reading == CallerIdentification.Hidden && token is not null)
                return [];
            if (reading == CallerIdentification.Known)
                named = named is null ? places : Both(named, places);
        }

        return token is null ? named ?? [] : Of(token, named);
    }

    private static IReadOnlyList<CallerPlace> Of(CallerToken token, IReadOnlyList<CallerPlace>? named)
    {
        if (named is null)
            return token.Caller is { } caller ? [caller] : [];
        foreach (var place in ((CallerPlace?[])[token.Caller, token.Called]).OfType<CallerPlace>())
        {
            if (named.Any(other => other.Key == place.Key))
                return [place];
        }

        return [];
    }

    private static List<CallerPlace> Both(IReadOnlyList<CallerPlace> some, IReadOnlyList<CallerPlace> others) =>
    [
        .. from place in some
           from other in others
           where place.Key == other.Key
           select place with { IsFormer = place.IsFormer || other.IsFormer },
    ];

    private (CallerIdentification Reading, IReadOnlyList<CallerPlace> Places) ReadUserId(SearchDataRequest request, string tenant)
    {
        var reading = Caller.Read(request.UserId, out var caller);
        if (caller is null)
            return (reading, []);
        // Without a number it may be a line's id or an application's. Tools from before app_user_id send both here, so the line's record
        // comes first and the application's after it.
        return (reading, [.. keys.PlacesOf(caller, tenant).Select(place => place with { IsFormer = false })]);
    }

    private (CallerIdentification Reading, IReadOnlyList<CallerPlace> Places) ReadCallerId(SearchDataRequest request, string tenant)
        => (Caller.Read(request.CallerId, out var caller), caller is null ? [] : keys.PlacesOf(caller, tenant));

    private (CallerIdentification Reading, IReadOnlyList<CallerPlace> Places) ReadAppUserId(SearchDataRequest request, string tenant)
    {
        var reading = Caller.ReadUserId(request.AppUserId, out var caller, settings.PhoneUserIds.Has(request.AgentId));
        return (reading, caller is null ? [] : keys.PlacesOf(caller, tenant));
    }
}

/// <summary>Tells callers who were not searched yet in the running minute from those who were, bounded in number.</summary>
/// <param name="time">The clock.</param>
/// <param name="maxCallers">How many are told apart; whoever comes after them counts as known, until the minute is over.</param>
internal sealed class CallersOfMinute(TimeProvider time, int maxCallers = CallersOfMinute.MaxCallers)
{
    private const int MaxCallers = 20_000;

    private readonly Lock _lock = new();
    private readonly HashSet<CallerKey> _callers = [];
    private long _minute;

    /// <summary>Whether the caller is new in this minute. From then on they are not.</summary>
    public bool IsNew(CallerKey caller)
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        lock (_lock)
        {
            if (minute != _minute)
                _callers.Clear();
            _minute = minute;
            return _callers.Count < maxCallers && _callers.Add(caller);
        }
    }
}
