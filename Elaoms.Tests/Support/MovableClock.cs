namespace Elaoms.Tests;

/// <summary>The system's clock, which can be put ahead; timers run as ever.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _aheadTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _aheadTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks));

    public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _aheadTicks) * TimestampFrequency / TimeSpan.TicksPerSecond;
}
