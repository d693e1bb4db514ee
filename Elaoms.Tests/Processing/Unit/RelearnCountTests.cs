using Elaoms.Core.Processing;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>Counting what is learned again.</summary>
public sealed class RelearnCountTests
{
    private readonly RelearnCount _count = new(7);

    [Fact]
    public void Counts_are_sums()
    {
        Assert.Equal(new RelearnProgress(7), _count.Add());
        Assert.Equal(new RelearnProgress(7, 1, 2, 3, 4, Failed: 5), _count.Add(1, 2, 3, 4, 5));
        Assert.Equal(new RelearnProgress(7, 11, 22, 33, 44, Failed: 55), _count.Add(10, 20, 30, 40, 50));
    }

    [Fact]
    public void First_day_is_the_earliest_that_was_seen()
    {
        var day = new DateOnly(2026, 3, 2);
        Assert.Null(_count.FirstDay);

        _count.See(day);
        Assert.Equal(day, _count.FirstDay);
        _count.See(day.AddDays(1));
        Assert.Equal(day, _count.FirstDay);
        _count.See(day.AddDays(-1));
        Assert.Equal(day.AddDays(-1), _count.FirstDay);
    }

    [Fact]
    public void Facts_that_come_and_go_are_those_of_the_calls_that_are_taught()
    {
        var record = SampleRecords.Empty
            .With(SampleRecords.Extracted("c1", 1, ("plan", "gold"), ("home", "Graz"), ("pet", "dog")))
            .With(SampleRecords.Extracted("c2", 2, ("plan", "tin")));

        _count.Compare(record, [SampleRecords.Extracted("c1", 1, ("plan", "gold"), ("home", "Linz"))]);
        Assert.Equal(new RelearnProgress(7, FactsAdded: 1, FactsRemoved: 2), _count.Add());

        _count.Compare(record, [SampleRecords.Extracted("c2", 2, ("plan", "tin"), ("pet", "cat"), ("pet", "cow"), ("pet", "cow"))]);
        Assert.Equal(new RelearnProgress(7, FactsAdded: 3, FactsRemoved: 2), _count.Add());
    }

    [Fact]
    public void Fact_that_ends_instead_is_another()
    {
        var extracted = SampleRecords.Extracted("c1", 1, ("plan", "gold"));

        _count.Compare(SampleRecords.Empty.With(extracted), [extracted with { Facts = [extracted.Facts[0] with { Ends = true }] }]);

        Assert.Equal(new RelearnProgress(7, FactsAdded: 1, FactsRemoved: 1), _count.Add());
    }

    [Fact]
    public void Calls_that_older_rules_taught_are_outdated()
    {
        var calls = Enumerable.Range(-1, 4).Select(rules => SampleRecords.Extracted($"c{rules}", 1).Call)
            .Select((call, rules) => call with { PayloadVersion = call.PayloadVersion with { Rules = rules - 1 } });

        Assert.Equal(2, RelearnCalls.Outdated(SampleRecords.Empty with { Calls = [.. calls] }));
    }
}
