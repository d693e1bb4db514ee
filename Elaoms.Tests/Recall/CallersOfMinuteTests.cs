using Elaoms.Core.Calls;
using Elaoms.Core.Recall;
using Xunit;

namespace Elaoms.Tests.Recall;

public sealed class CallersOfMinuteTests
{
    private readonly FixedClock _clock = new();

    [Fact]
    public void Caller_is_new_once_a_minute()
    {
        var callers = new CallersOfMinute(_clock);

        Assert.Equal([true, true, false, false], new[] { 1, 2, 1, 2 }.Select(number => callers.IsNew(Key(number))));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([true, false], new[] { 1, 1 }.Select(number => callers.IsNew(Key(number))));
        // A clock that goes back begins another minute as well.
        _clock.Advance(TimeSpan.FromMinutes(-5));
        Assert.True(callers.IsNew(Key(1)));
    }

    [Fact]
    public void Minute_is_one_of_the_clock()
    {
        var callers = new CallersOfMinute(_clock);

        Assert.True(callers.IsNew(Key(1)));
        _clock.Advance(TimeSpan.FromSeconds(13));
        Assert.False(callers.IsNew(Key(1)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(callers.IsNew(Key(1)));
    }

    [Fact]
    public void Callers_beyond_the_bound_are_not_kept_until_the_minute_is_over()
    {
        var callers = new CallersOfMinute(_clock, maxCallers: 3);

        Assert.Equal(3, Enumerable.Range(0, 1000).Count(number => callers.IsNew(Key(number))));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, Enumerable.Range(500, 1000).Count(number => callers.IsNew(Key(number))));
    }

    [Fact]
    public async Task Callers_at_the_same_time_are_each_new_once()
    {
        var callers = new CallersOfMinute(_clock);
        var found = 0;

        await Parallel.ForAsync(0, 2000, (number, _) =>
        {
            if (callers.IsNew(Key(number % 100)))
                Interlocked.Increment(ref found);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(100, found);
    }

    private static CallerKey Key(int number) => new(number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture));
}
