using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Settings;

public sealed class EmbeddingsReaderTests
{
    [Fact]
    public void Embeddings_are_off_unless_an_address_is_set()
    {
        var settings = Read(key: "sk-1", model: "m").Settings!;

        Assert.Null(settings.Embeddings);
        Assert.False(settings.HasEnginesToTell);
    }

    [Theory]
    [InlineData("https://api.openai.com/v1", "https://api.openai.com/v1/")]
    [InlineData(" https://api.openai.com/v1// ", "https://api.openai.com/v1/")]
    [InlineData("http://localhost:11434/v1", "http://localhost:11434/v1/")]
    [InlineData("http://10.1.2.3:8080/v1", "http://10.1.2.3:8080/v1/")]
    [InlineData("http://vllm:8000/v1", "http://vllm:8000/v1/")]
    public void Address_is_https_or_near(string url, string expected)
    {
        var settings = Read(url).Settings!;

        Assert.Equal(expected, settings.Embeddings!.AbsoluteUri);
        Assert.True(settings.HasEnginesToTell);
        Assert.Equal((null, "text-embedding-3-small"), (settings.EmbeddingsKey, settings.EmbeddingsModel));
    }

    [Fact]
    public void Key_and_model_are_taken()
    {
        var settings = Read("https://api.openai.com/v1", " sk-1 ", " m ").Settings!;

        Assert.Equal(("sk-1", "m"), (settings.EmbeddingsKey, settings.EmbeddingsModel));
    }

    [Theory]
    [InlineData("api.openai.com/v1", "must be empty, or an http(s) URL")]
    [InlineData("8080", "must be empty, or an http(s) URL")]
    [InlineData("ftp://api.openai.com", "must be empty, or an http(s) URL")]
    [InlineData("https://sk-1@api.openai.com/v1", "must be empty, or an http(s) URL")]
    [InlineData("https://api.openai.com/v1?api-version=1", "must be empty, or an http(s) URL")]
    [InlineData("http://api.openai.com/v1", "must be https")]
    [InlineData("http://203.0.113.9/v1", "must be https")]
    [InlineData("http://localhost:8000/v1", "points at ELAOMS itself")]
    public void Address_that_will_not_do_is_a_fault_without_a_secret(string url, string fault)
    {
        var found = Assert.Single(Read(url).Faults);

        Assert.StartsWith($"EMBEDDINGS_URL {fault}", found, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-1", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_of_other_than_plain_signs_is_a_fault_beside_the_others()
        => Assert.Equal(["EMBEDDINGS_URL", "EMBEDDINGS_KEY"], Read("x", "sé").Faults.Select(fault => fault.Split(' ')[0]));

    private static SettingsResult Read(string? url = null, string? key = null, string? model = null)
    {
        using var folder = new TempFolder();
        var values = new ServerSettings(folder);
        (values[SettingNames.EmbeddingsUrl], values[SettingNames.EmbeddingsKey], values[SettingNames.EmbeddingsModel]) = (url, key, model);
        return new SettingsReader(values.ToConfiguration()).Read(["http://localhost:8000"]);
    }
}
