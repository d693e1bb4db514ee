using System.Text;
using Elaoms.Core.Signing;
using Xunit;

namespace Elaoms.Tests.Signing;

public sealed class SharedKeyTests
{
    [Theory]
    [InlineData(new[] { "key" }, "key", true)]
    [InlineData(new[] { "key" }, "kex", false)]
    [InlineData(new[] { "key" }, "Key", false)]
    [InlineData(new[] { "key" }, "ke", false)]
    [InlineData(new[] { "key" }, "key2", false)]
    [InlineData(new[] { "key" }, " key", false)]
    [InlineData(new[] { "key" }, "key ", false)]
    [InlineData(new[] { "key" }, "", false)]
    [InlineData(new[] { "old", "new" }, "old", true)]
    [InlineData(new[] { "old", "new" }, "new", true)]
    [InlineData(new[] { "old", "middle", "new" }, "middle", true)]
    [InlineData(new[] { "twice", "twice" }, "twice", true)]
    [InlineData(new[] { "old", "new" }, "old,new", false)]
    [InlineData(new[] { "old", "new" }, "oldnew", false)]
    [InlineData(new[] { "", "key" }, "key", true)]
    [InlineData(new[] { "", "key" }, "", false)]
    [InlineData(new[] { "" }, "", false)]
    [InlineData(new string[0], "", false)]
    [InlineData(new string[0], "key", false)]
    [InlineData(new[] { "schlüssel🔑" }, "schlüssel🔑", true)]
    [InlineData(new[] { "schlüssel" }, "schlussel", false)]
    public void Key_matches_only_itself(string[] valid, string presented, bool expected)
        => Assert.Equal(expected, new SharedKey(valid).Matches(Encoding.UTF8.GetBytes(presented)));

    [Fact]
    public void Key_that_is_not_ascii_is_compared_as_utf8_and_not_as_latin1()
        => Assert.False(new SharedKey(["schlüssel"]).Matches(Encoding.Latin1.GetBytes("schlüssel")));

    [Fact]
    public void Key_any_matches_itself_and_nothing_longer_or_shorter()
        => Property.Check(Property.Any<FsCheck.NonEmptyString>(), text =>
        {
            var key = new SharedKey([text.Get]);
            var bytes = Encoding.UTF8.GetBytes(text.Get);

            Assert.True(key.Matches(bytes));
            Assert.False(key.Matches(bytes.AsSpan(1)));
            Assert.False(key.Matches([.. bytes, 0]));
        });
}
