using Elaoms.Core.Records.Facts;
using Xunit;

namespace Elaoms.Tests.Records.Facts;

/// <summary>What an analysis writes where it found nothing.</summary>
public sealed class PlaceholderTests
{
    [Theory]
    [InlineData("unknown")]
    [InlineData("null")]
    [InlineData("nil")]
    [InlineData("n/a")]
    [InlineData("na")]
    [InlineData("none")]
    [InlineData("not given")]
    [InlineData("not provided")]
    [InlineData("not mentioned")]
    [InlineData("not specified")]
    [InlineData("not stated")]
    [InlineData("not available")]
    [InlineData("unspecified")]
    [InlineData("undefined")]
    [InlineData("redacted")]
    [InlineData("Not Mentioned")]
    public void Word_for_nothing_is_nothing_and_no_name(string value)
    {
        Assert.True(Placeholder.IsNothing(value));
        Assert.True(Placeholder.IsNothing($" {value}."));
        Assert.True(Placeholder.Is(value));
    }

    [Theory]
    [InlineData("no name")]
    [InlineData("anonymous")]
    [InlineData("caller")]
    [InlineData("customer")]
    [InlineData("user")]
    [InlineData("client")]
    [InlineData("guest")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("admin")]
    [InlineData("administrator")]
    [InlineData("root")]
    [InlineData("system")]
    [InlineData("assistant")]
    [InlineData("agent")]
    [InlineData("Guest")]
    public void Word_that_is_no_name_may_be_another_value(string value)
    {
        Assert.True(Placeholder.Is(value));
        Assert.False(Placeholder.IsNothing(value));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" -- ", true)]
    [InlineData("?", true)]
    [InlineData("7", false)]
    [InlineData("- x -", false)]
    [InlineData("unknown street", false)]
    [InlineData(".unknown", false)]
    public void Value_without_letters_and_digits_is_nothing(string value, bool isNothing)
        => Assert.Equal(isNothing, Placeholder.IsNothing(value));

    [Theory]
    [InlineData("Sam")]
    [InlineData("Guest Smith")]
    [InlineData("")]
    public void Other_text_may_be_a_name(string value) => Assert.False(Placeholder.Is(value));
}
