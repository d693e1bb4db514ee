using Elaoms.Core.Telemetry;
using Elaoms.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Health;

public sealed class ClockMonitorTests : IDisposable
{
    private readonly FixedClock _clock = new();
    private readonly ElaomsMetrics _metrics = new();
    private readonly RecordedMetrics _recorded;
    private readonly ClockMonitor _monitor;

    public ClockMonitorTests()
    {
        _recorded = new RecordedMetrics(_metrics);
        _monitor = new ClockMonitor(_clock, _metrics, NullLogger<ClockMonitor>.Instance);
    }

    public void Dispose()
    {
        _recorded.Dispose();
        _metrics.Dispose();
    }

    [Theory]
    [InlineData(24 * 60, "forward")]
    [InlineData(-24 * 60, "back")]
    [InlineData(1, "forward")]
    public void Jump_is_counted_once(int minutes, string direction)
    {
        var before = _clock.GetUtcNow();
        _clock.Jump(TimeSpan.FromMinutes(minutes));

        _monitor.Look();
        _monitor.Look();
        _clock.Advance(TimeSpan.FromHours(1));
        _monitor.Look();

        Assert.True(_monitor.HasJumped);
        Assert.Equal(before.AddHours(1), _monitor.WithoutJumps.GetUtcNow());
        Assert.Equal(1, _recorded.Sum($"elaoms.clock.jumps{{direction={direction}}}"));
    }

    [Fact]
    public void Time_that_passes_and_a_clock_that_is_corrected_slowly_are_no_jump()
    {
        for (var day = 0; day < 30; day++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            _clock.Jump(TimeSpan.FromSeconds(59));
            _monitor.Look();
        }

        Assert.False(_monitor.HasJumped);
        Assert.Equal(_clock.GetUtcNow(), _monitor.WithoutJumps.GetUtcNow());
    }

    [Fact]
    public void Clock_that_is_put_right_again_stands_where_it_would()
    {
        _clock.Jump(TimeSpan.FromDays(1));
        _monitor.Look();
        _clock.Jump(TimeSpan.FromDays(-1));
        _monitor.Look();

        Assert.False(_monitor.HasJumped);
        Assert.Equal(1, _recorded.Sum("elaoms.clock.jumps{direction=forward}"));
        Assert.Equal(1, _recorded.Sum("elaoms.clock.jumps{direction=back}"));
    }
}
