using System.Globalization;
using FsCheck.Fluent;
using Xunit;
using Xunit.Sdk;

namespace Elaoms.Tests;

public sealed class PropertyTests
{
    [Fact]
    public void Property_that_does_not_hold_fails_with_its_seed()
    {
        var fault = Assert.Throws<XunitException>(() => Property.Check(Gen.Choose(0, 9), value => Assert.NotEqual(value, value)));

        Assert.Matches(@"ELAOMS_PROPERTY_SEED=\d+ ELAOMS_PROPERTY_COUNT=\d+", fault.Message);
    }

    [Fact]
    public void Property_that_holds_was_tried_many_times()
    {
        var tries = 0;

        Property.Check(Gen.Choose(0, 9), _ => { tries++; });

        Assert.Equal(int.Parse(Environment.GetEnvironmentVariable("ELAOMS_PROPERTY_COUNT") ?? "80", CultureInfo.InvariantCulture), tries);
    }

    [Fact]
    public void Property_that_fails_later_in_a_task_fails()
        => Assert.Throws<XunitException>(() => Property.Check(Gen.Choose(0, 9), async value =>
        {
            await Task.Yield();
            Assert.NotEqual(value, value);
        }));
}
