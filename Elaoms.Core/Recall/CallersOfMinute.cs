using Elaoms.Core.Calls;

namespace Elaoms.Core.Recall;

/// <summary>Tells callers who were not searched yet in the running minute from those who were, bounded in number.</summary>
/// <param name="time">The clock.</param>
/// <param name="maxCallers">How many are told apart; whoever comes after them counts as known, until the minute is over.</param>
internal sealed class CallersOfMinute(TimeProvider time, int maxCallers = CallersOfMinute.MaxCallers)
{
    private const int MaxCallers = 20_000;

    private readonly Lock _lock = new();
    private readonly HashSet<CallerKey> _callers = [];
    private long _minute = -1;

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
