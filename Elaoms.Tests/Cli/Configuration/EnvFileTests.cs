using Elaoms.Cli.Configuration;
using Xunit;

namespace Elaoms.Tests.Cli.Configuration;

public sealed class EnvFileTests
{
    [Theory]
    [InlineData("NAME=value", "value")]
    [InlineData("  NAME = value  ", "value")]
    [InlineData("export NAME=value", "value")]
    [InlineData("export  NAME=value", "value")]
    [InlineData("NAME=", "")]
    [InlineData("NAME=\"va lue\"", "va lue")]
    [InlineData("NAME='va \"lue'", "va \"lue")]
    [InlineData("NAME=\"value\" # comment", "value")]
    [InlineData("NAME=\"a # b\"", "a # b")]
    [InlineData("NAME=value # comment", "value")]
    [InlineData("NAME=val#ue", "val#ue")]
    [InlineData("NAME=#value", "#value")]
    [InlineData("NAME=a=b==", "a=b==")]
    [InlineData("NAME=\"value", "\"value")]
    [InlineData("NAME='", "'")]
    [InlineData("NAME={\"plan\":\"none\"}", "{\"plan\":\"none\"}")]
    public void Line_gives_its_value(string line, string value) => Assert.Equal(value, Assert.Single(EnvFile.Parse([line])).Value);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("# NAME=value")]
    [InlineData("  # NAME=value")]
    [InlineData("NAME")]
    [InlineData("=value")]
    public void Line_without_a_value_gives_none(string line) => Assert.Empty(EnvFile.Parse([line]));

    [Fact]
    public void Line_later_in_the_file_wins() => Assert.Equal("2", EnvFile.Parse(["A=1", "B=x", "A=2"])["A"]);

    [Fact]
    public void Lines_of_any_text_do_not_throw()
        => Property.Check(Property.Any<FsCheck.NonNull<string>>(), text => EnvFile.Parse(text.Get.Split('\n')));
}
