using System.Text;
using Elaoms.Core.Json;
using Xunit;

namespace Elaoms.Tests.Json;

public sealed class TolerantJsonTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}}")]
    [InlineData("{\"a\":1,}")]
    public void Parse_of_what_is_no_object_is_null(string text) => Assert.Null(TolerantJson.ParseObject(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [InlineData(100_000, false)]
    public void Parse_takes_1000_levels(int levels, bool taken)
    {
        using var document = TolerantJson.ParseObject(
            Encoding.UTF8.GetBytes($$"""{"a":{{new string('[', levels - 1)}}{{new string(']', levels - 1)}}}"""));

        Assert.Equal(taken, document is not null);
    }

    [Fact]
    public void Parse_mends_half_pairs_in_names_and_values()
    {
        using var document = TolerantJson.ParseObject("""{"\uD800":"\uDC00x"}"""u8.ToArray());

        Assert.Equal("\uFFFDx", document!.RootElement.Text("\uFFFD"));
    }

    [Fact]
    public void Parse_of_a_member_twice_takes_the_last()
    {
        using var document = TolerantJson.ParseObject("""{"a":"1","a":"2"}"""u8.ToArray());

        Assert.Equal("2", document!.RootElement.Text("a"));
    }

    [Theory]
    [InlineData(0d, true)]
    [InlineData(253_402_300_799d, true)]
    [InlineData(253_402_300_800d, false)]
    [InlineData(-1d, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.MaxValue, false)]
    public void Unix_time_outside_1970_to_9999_is_none(double seconds, bool some)
        => Assert.Equal(some, ((double?)seconds).AsUnixTime() is not null);

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData("a😀b", 3, "a😀")]
    public void Truncate_splits_no_pair(string text, int max, string expected) => Assert.Equal(expected, text.Truncate(max));
}
