using System.Text;
using System.Text.Json;
using Elaoms.Cli.Configuration;
using Xunit;

namespace Elaoms.Tests.Cli.Configuration;

public sealed class LocalSettingsFileTests
{
    [Fact]
    public void Values_are_read_and_what_is_no_text_is_not()
        => Assert.Equal(
            [new("NAME", "va=lue"), new("AzureWebJobsStorage__accountName", "")],
            LocalSettingsFile.Parse("""
                {
                  // The Functions host takes comments and trailing commas.
                  "IsEncrypted": false,
                  "Values": { "NAME": "va=lue", "NUMBER": 1, "AzureWebJobsStorage__accountName": "", },
                  "Host": { "CORS": "*" }
                }
                """u8.ToArray()));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Values":"NAME"}""")]
    public void File_of_another_kind_is_a_fault(string json)
        => Assert.ThrowsAny<JsonException>(() => LocalSettingsFile.Parse(Encoding.UTF8.GetBytes(json)));
}
