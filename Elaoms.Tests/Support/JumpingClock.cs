namespace Elaoms.Tests;

/// <summary>The system's clock, which can be put forward or back while time passes as it does.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _wrongTicks;

    public void Jump(TimeSpan by) => Interlocked.Add(ref _wrongTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _wrongTicks));
}
