using Elaoms.Cli;
using Elaoms.Cli.Configuration;
using Xunit;

namespace Elaoms.Tests.Cli.Configuration;

/// <summary>Runs when nothing else does: the environment is one for the whole process.</summary>
[Collection("environment")]
public sealed class CliConfigurationTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string?> _before = new(StringComparer.Ordinal);

    public CliConfigurationTests() => Set("ASPNETCORE_ENVIRONMENT", null);

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        _folder.Dispose();
    }

    [Fact]
    public void Value_of_the_environment_stands_before_the_file()
    {
        Set("ELAOMS_TEST_BOTH", "environment");
        Set("DOTNET_ENVIRONMENT", "Production");

        var values = Read("ELAOMS_TEST_BOTH=file", "ELAOMS_TEST_FILE=file", "GREETING__agent_1=Hi {name}").Values;

        Assert.Equal("environment", values["ELAOMS_TEST_BOTH"]);
        Assert.Equal("file", values["ELAOMS_TEST_FILE"]);
        Assert.Equal("Hi {name}", values["GREETING:agent_1"]);
    }

    [Fact]
    public void Keys_are_made_in_development_only_and_stand_behind_everything()
    {
        var database = $"OPENMEMORY_DB_PATH={_folder[Path.Combine("data", "x.db")]}";
        Set("DOTNET_ENVIRONMENT", "Production");
        Assert.Null(Read(database).DevelopmentKeys);
        Assert.False(Directory.Exists(_folder["data"]));

        var configuration = Read(database, "DOTNET_ENVIRONMENT=Production");
        Assert.Null(configuration.DevelopmentKeys);

        Set("DOTNET_ENVIRONMENT", "Development");
        Assert.Null(Read(makeKeys: false, database).DevelopmentKeys);
        configuration = Read(database, "ELEVENLABS_CLIENT_DATA_KEY=mine");
        Assert.True(configuration.DevelopmentKeys!.IsNew);
        Assert.Equal("mine", configuration.Values["ELEVENLABS_CLIENT_DATA_KEY"]);
        Assert.Equal(configuration.DevelopmentKeys.Values["CALLER_HASH_KEY"], configuration.Values["CALLER_HASH_KEY"]);
        Assert.False(Read(makeKeys: false, database).DevelopmentKeys!.IsNew);
    }

    [Fact]
    public void Empty_line_of_the_file_does_not_take_the_place_of_a_key_that_was_made()
    {
        Set("DOTNET_ENVIRONMENT", "Development");

        var configuration = Read($"OPENMEMORY_DB_PATH={_folder[Path.Combine("data", "x.db")]}", "ELEVENLABS_CLIENT_DATA_KEY=", "GREETING=");

        Assert.Equal(
            configuration.DevelopmentKeys!.Values["ELEVENLABS_CLIENT_DATA_KEY"], configuration.Values["ELEVENLABS_CLIENT_DATA_KEY"]);
        Assert.Equal("", configuration.Values["GREETING"]);
    }

    [Fact]
    public void File_that_was_asked_for_and_is_not_there_is_a_fault()
        => Assert.Contains(
            "can't be read",
            Assert.Throws<CliException>(() => CliConfiguration.Read(new FileInfo(_folder["none.env"]), makeKeys: false)).Message,
            StringComparison.Ordinal);

    private CliConfiguration Read(params string[] lines) => Read(makeKeys: true, lines);

    private CliConfiguration Read(bool makeKeys, params string[] lines)
    {
        File.WriteAllLines(_folder["test.env"], lines);
        return CliConfiguration.Read(new FileInfo(_folder["test.env"]), makeKeys);
    }

    private void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
