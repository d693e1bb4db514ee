using System.Text.Json;
using Elaoms.Core.Records;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Records;

/// <summary>How many calls came on each day.</summary>
public sealed class CallDaysTests
{
    [Fact]
    public void Day_is_that_of_UTC()
    {
        var late = new DateTimeOffset(2026, 10, 6, 23, 30, 0, TimeSpan.FromHours(-5));

        Assert.Equal([new CallDay(new DateOnly(2026, 10, 7), 1)], CallDays.Of([Call(late)]).Newest);
    }

    [Fact]
    public void Busiest_days_are_ten_with_the_busiest_first_however_long_ago()
    {
        var calls = Enumerable.Range(0, 100).SelectMany(day => Calls(day, day < 20 ? 20 + day : 1));

        Assert.Equal([39, 38, 37, 36, 35, 34, 33, 32, 31, 30], CallDays.Of(calls).Busiest);
        Assert.Equal([3, 1], CallDays.Of([.. Calls(0, 1), .. Calls(9, 3)]).Busiest);
        Assert.Empty(CallDays.Of([]).Busiest);
    }

    [Fact]
    public void Room_is_bounded()
    {
        var days = CallDays.Of(Enumerable.Range(0, 1000).SelectMany(day => Calls(day, 2)));

        Assert.Equal((31, 10), (days.Newest.Count, days.Earlier.Count));
    }

    [Fact]
    public void Calls_that_come_and_go_give_the_days_of_a_record_that_never_had_them() => Property.Check(
        from before in Gen.Choose(0, 60).ListOf()
        from changes in Changes.ListOf()
        select (before, changes),
        step =>
        {
            var counts = step.before.CountBy(day => day).ToDictionary();
            var days = CallDays.Of(step.before.SelectMany(day => Calls(day, 1)));
            var applied = new Dictionary<DateOnly, int>();
            foreach (var (day, by) in step.changes)
            {
                var change = Math.Max(by, -counts.GetValueOrDefault(day));
                counts[day] = counts.GetValueOrDefault(day) + change;
                applied[Day(day)] = applied.GetValueOrDefault(Day(day)) + change;
            }

            var expected = CallDays.Of(counts.SelectMany(day => Calls(day.Key, day.Value)));
            if (days.With(applied) is { } changed)
                Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(changed));
            else
                Assert.NotEmpty(days.Earlier);
        });

    [Fact]
    public void Call_of_one_of_the_newest_31_days_needs_no_other_to_be_counted()
    {
        var days = CallDays.Of(Enumerable.Range(0, 60).SelectMany(day => Calls(day, 2)));

        Assert.NotNull(days.With(By(60, 1)));
        Assert.NotNull(days.With(By(29, -1)));
        Assert.Null(days.With(By(28, 1)));
        Assert.Null(days.With(By(29, -2)));
        Assert.Same(days, days.With(By(3, 0)));
    }

    private static readonly Gen<(int Day, int By)> Changes =
        from day in Gen.Choose(0, 70)
        from change in Gen.Elements(-2, -1, 1, 2)
        select (day, change);

    private static Dictionary<DateOnly, int> By(int day, int by) => new() { [Day(day)] = by };

    private static DateOnly Day(int day) => DateOnly.FromDateTime(FixedClock.Start.UtcDateTime).AddDays(day);

    private static IEnumerable<PastCall> Calls(int day, int count)
        => Enumerable.Repeat(Call(FixedClock.Start.AddDays(day)), count);

    private static PastCall Call(DateTimeOffset start)
        => new() { ConversationId = "c", Payload = "p", PayloadVersion = default, StartedAt = start };
}
