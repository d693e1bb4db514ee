using Elaoms.Core.Storage.Payloads;
using Xunit;

namespace Elaoms.Tests.Storage;

public sealed class NextComparisonTests
{
    private static readonly DateTimeOffset Now = FixedClock.Start;

    [Theory]
    [InlineData(-1, 3, true)]
    [InlineData(0, 3, true)]
    [InlineData(1, 3, false)]
    [InlineData(24 * 60, 3, false)]
    [InlineData((24 * 60) + 1, 3, true)]
    [InlineData(60, 2, false)]
    [InlineData(60, 4, true)]
    public void Comparison_is_due_at_its_time_after_a_clock_that_was_ahead_and_for_more_days(int minutesAhead, int days, bool isDue)
        => Assert.Equal(isDue, new NextComparison(Now.AddMinutes(minutesAhead), 3).IsDue(Now, days));
}
