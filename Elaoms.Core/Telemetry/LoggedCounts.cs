namespace Elaoms.Core.Telemetry;

/// <summary>
/// Counts events that anybody can cause at any rate. The first of a kind is logged at once, the others once a minute with their number, so
/// they don't fill the log. Thread-safe.
/// </summary>
/// <typeparam name="TKind">What tells kinds apart. There must be few.</typeparam>
/// <param name="time">The clock.</param>
public sealed class LoggedCounts<TKind>(TimeProvider time) : IDisposable
    where TKind : notnull
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();

    // What came since it was last logged, for each kind that was logged within the minute.
    private readonly Dictionary<TKind, long> _counts = [];
    private Action<TKind, long>? _log;
    private ITimer? _timer;

    /// <summary>Counts an event.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="log">Logs a kind and how many events there were. It is the same each time.</param>
    public void Add(TKind kind, Action<TKind, long> log)
    {
        ArgumentNullException.ThrowIfNull(log);
        lock (_lock)
        {
            if (_counts.TryGetValue(kind, out var count))
            {
                _counts[kind] = count + 1;
                return;
            }

            _log = log;
            _counts.Add(kind, 0);
            if (_counts.Count == 1)
                AwaitMinute();
        }

        log(kind, 1);
    }

    /// <summary>Logs what is not logged yet.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        Log(TakeCounts());
    }

    private void LogMinute()
    {
        List<KeyValuePair<TKind, long>> counted;
        lock (_lock)
        {
            counted = TakeCounts();
            counted.ForEach(one => _counts.Add(one.Key, 0));
            if (counted.Count > 0)
                AwaitMinute();
        }

        Log(counted);
    }

    private List<KeyValuePair<TKind, long>> TakeCounts()
    {
        lock (_lock)
        {
            List<KeyValuePair<TKind, long>> counted = [.. _counts.Where(one => one.Value > 0)];
            _counts.Clear();
            return counted;
        }
    }

    private void Log(List<KeyValuePair<TKind, long>> counted) => counted.ForEach(one => _log!(one.Key, one.Value));

    private void AwaitMinute()
    {
        _timer ??= time.CreateTimer(_ => LogMinute(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Every, Timeout.InfiniteTimeSpan);
    }
}
