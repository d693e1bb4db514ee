namespace Elaoms.Tests;

/// <summary>The system's clock, which can be put ahead.</summary>
/// <param name="hurry">How many times as fast timers run.</param>
internal sealed class MovableClock(int hurry = 1) : TimeProvider
{
    private long _aheadTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _aheadTicks, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => System.CreateTimer(callback, state, Hurried(dueTime), Hurried(period));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks));

    public override long GetTimestamp()
        => System.GetTimestamp() + Interlocked.Read(ref _aheadTicks) * TimestampFrequency / TimeSpan.TicksPerSecond;

    private TimeSpan Hurried(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / hurry;
}
