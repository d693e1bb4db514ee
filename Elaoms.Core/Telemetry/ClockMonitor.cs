using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Telemetry;

/// <summary>
/// Notices that the system's clock was put forward or back while the process runs: it then differs from the monotonic time that passed. A
/// machine that slept looks the same.
/// </summary>
public sealed partial class ClockMonitor(TimeProvider time, ElaomsMetrics metrics, ILogger<ClockMonitor> logger)
{
    /// <summary>
    /// The smallest difference that counts as a jump. The system corrects smaller ones by a faster or slower clock; they do no harm here.
    /// </summary>
    internal static readonly TimeSpan Threshold = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _lastNow = time.GetUtcNow();
    private long _lastTimestamp = time.GetTimestamp();
    private long _jumpedTicks;

    /// <summary>The clock without the jumps since the process began. Right after a wrong correction, wrong after a right one.</summary>
    public TimeProvider WithoutJumps => field ??= new ClockWithoutJumps(this);

    /// <summary>Whether the clock stands elsewhere than it would without its jumps.</summary>
    public bool HasJumped => Interlocked.Read(ref _jumpedTicks) != 0;

    /// <summary>Looks whether the clock has jumped since the last look. A jump is logged and counted once.</summary>
    public void Look()
    {
        TimeSpan jump;
        lock (_lock)
        {
            var (now, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
            jump = now - _lastNow - time.GetElapsedTime(_lastTimestamp, timestamp);
            (_lastNow, _lastTimestamp) = (now, timestamp);
            if (jump.Duration() < Threshold)
                return;
            Interlocked.Add(ref _jumpedTicks, jump.Ticks);
        }

        var direction = jump > TimeSpan.Zero ? "forward" : "back";
        metrics.ClockJumped(direction);
        LogJump(direction, (long)jump.Duration().TotalSeconds);
    }

    private DateTimeOffset Now() => time.GetUtcNow();

    [LoggerMessage(7001, LogLevel.Warning, "The clock jumped {Direction} by {Seconds} s")]
    private partial void LogJump(string direction, long seconds);

    private sealed class ClockWithoutJumps(ClockMonitor monitor) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => monitor.Now().AddTicks(-Interlocked.Read(ref monitor._jumpedTicks));
    }
}
