namespace Elaoms.Core.Telemetry;

/// <summary>Counts events that anybody can cause at any rate. They are logged once a minute with their number, so that they don't fill the log.</summary>
public sealed class LoggedCount(TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _count;
    private long? _logged;

    /// <summary>Counts an event.</summary>
    /// <param name="count">How many events there were since the last log entry, this one included.</param>
    /// <returns>Whether to log now. True for the first event.</returns>
    public bool Add(out long count)
    {
        lock (_lock)
        {
            count = ++_count;
            if (_logged is { } logged && time.GetElapsedTime(logged) < Every)
                return false;
            (_count, _logged) = (0, time.GetTimestamp());
            return true;
        }
    }
}
