namespace Elaoms.EndToEnd.Crashes;

/// <summary>The system's clock, put ahead.</summary>
internal sealed class ClockAhead(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
}
