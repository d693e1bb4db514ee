using System.Text.Json.Nodes;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Connecting;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Connect;
using Xunit;

namespace Elaoms.Tests.Cli.Connecting;

[Collection("environment")]
public sealed class SettingsFileDeploymentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Secret_comes_beside_those_in_the_file_and_other_lines_stay()
    {
        await File.WriteAllTextAsync(
            _folder[".env"], "# Mine\nexport ELEVENLABS_POST_CALL_KEY=\"wsec_a\" # old\nGREETING=Hi {name}!\n", CancellationToken.None);
        var deployment = new SettingsFileDeployment(_folder[".env"]);

        await deployment.AddPostCallSecretAsync("wsec_b", CancellationToken.None);
        await deployment.WriteVariablesAsync("""{"a":"x # y"}""", CancellationToken.None);

        Assert.Equal(["wsec_a", "wsec_b"], await deployment.ReadPostCallSecretsAsync(CancellationToken.None));
        var lines = await File.ReadAllLinesAsync(_folder[".env"], CancellationToken.None);
        Assert.Equal(["# Mine", "ELEVENLABS_POST_CALL_KEY=wsec_a,wsec_b", "GREETING=Hi {name}!"], lines[..3]);
        Assert.Equal("x # y", (string?)JsonNode.Parse(EnvFile.Parse(lines)[SettingNames.DynamicVariables]!)!["a"]);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder[".env"]));
    }

    [Fact]
    public async Task File_that_is_not_there_is_made()
    {
        await new SettingsFileDeployment(_folder[".env"]).AddPostCallSecretAsync("wsec_b", CancellationToken.None);

        Assert.Equal("ELEVENLABS_POST_CALL_KEY=wsec_b\n", await File.ReadAllTextAsync(_folder[".env"], CancellationToken.None));
    }

    [Fact]
    public async Task Settings_of_the_Functions_host_keep_their_other_values()
    {
        var path = _folder["local.settings.json"];
        await File.WriteAllTextAsync(
            path, """{"IsEncrypted": false, /* mine */ "Values": {"GREETING": "Hi", "ELEVENLABS_POST_CALL_KEY": "a"}}""",
                CancellationToken.None);

        await new SettingsFileDeployment(path).AddPostCallSecretAsync("b", CancellationToken.None);

        var values = LocalSettingsFile.Parse(await File.ReadAllBytesAsync(path, CancellationToken.None));
        Assert.Equal(("a,b", "Hi"), (values[SettingNames.PostCallKey], values["GREETING"]));
    }

    [Fact]
    public async Task Secret_that_the_environment_would_hide_is_not_written()
    {
        Environment.SetEnvironmentVariable(SettingNames.PostCallKey, "wsec_env");
        try
        {
            var fault = await Assert.ThrowsAsync<ConnectException>(
                () => new SettingsFileDeployment(_folder[".env"]).AddPostCallSecretAsync("wsec_b", CancellationToken.None));

            Assert.StartsWith("ELEVENLABS_POST_CALL_KEY is set in the environment", fault.Message, StringComparison.Ordinal);
            Assert.Empty(_folder.Listing());
        }
        finally
        {
            Environment.SetEnvironmentVariable(SettingNames.PostCallKey, null);
        }
    }
}
