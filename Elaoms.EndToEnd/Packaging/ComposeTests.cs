using System.Text.Json;
using System.Text.RegularExpressions;
using Elaoms.Core.Settings;
using Elaoms.EndToEnd.Infra;
using Microsoft.Extensions.Configuration;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Elaoms.EndToEnd.Packaging;

/// <summary>
/// What <c>compose.yaml</c> must hold: services that can do no more than they need, and are reached by no more than must reach them.
/// </summary>
public sealed partial class ComposeTests
{
    private static readonly ComposeFile File = Read();
    private static readonly ContainerFile Image = ContainerFile.Read();

    public static TheoryData<string> Services { get; } = [.. File.Services.Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_can_do_no_more_than_it_needs(string name)
    {
        var service = File.Services[name];

        Assert.True(service.ReadOnly);
        Assert.Equal(["ALL"], service.CapDrop);
        Assert.Equal(["no-new-privileges:true"], service.SecurityOpt);
        Assert.All(service.Volumes, volume => Assert.Contains(volume.Split(':')[0], File.Volumes.Keys));
        Assert.True(service.Healthcheck is not null || service.Build == "." && Image.Last("HEALTHCHECK") is not "NONE");
    }

    [Fact]
    public void Only_the_app_is_reached_from_outside_and_by_this_machine_alone()
    {
        Assert.All(File.Services["app"].Ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.EndsWith(":" + Image.Last("EXPOSE"), Assert.Single(File.Services["app"].Ports), StringComparison.Ordinal);
        Assert.All(File.Services.Where(service => service.Key != "app").Select(service => service.Value), service =>
        {
            Assert.Empty(service.Ports);
            Assert.NotEmpty(service.Networks);
            Assert.All(service.Networks, network => Assert.True(File.Networks[network]?.Internal));
        });
    }

    [Fact]
    public void Keys_must_be_given_and_none_stands_in_the_file()
    {
        var example = System.IO.File.ReadAllText(Path.Combine(ArchitectureTests.Root(), ".env.example"));
        var keys = File.Services.Values.SelectMany(service => service.Environment)
            .Where(value => value.Key.Contains("KEY", StringComparison.Ordinal)).ToList();

        Assert.All(keys, key =>
        {
            var variable = Required.Match(key.Value).Groups["name"].Value;
            Assert.Matches($"(?m)^(# )?{Regex.Escape(variable)}=", example);
        });
        Assert.All(
            [
                SettingNames.PostCallKey, SettingNames.ClientDataKey, SettingNames.SearchDataKey, SettingNames.CallerHashKey,
                SettingNames.OpenMemoryKey,
            ],
            name => Assert.Contains(name, File.Services["app"].Environment.Keys));
        Assert.DoesNotContain("AccountKey", string.Concat(File.Services["app"].Environment.Values), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Settings_lead_to_the_other_services_and_to_the_volume()
    {
        var environment = File.Services["app"].Environment;
        var ours = typeof(SettingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        var given = environment.ToDictionary(
            value => value.Key, value => (string?)Required.Replace(value.Value, "0123456789abcdef"), StringComparer.Ordinal);

        var reading = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(given).Build())
            .Read([Image.Environment["ASPNETCORE_URLS"]]);

        Assert.Empty(reading.Faults);
        Assert.Equal("Production", environment["DOTNET_ENVIRONMENT"]);
        Assert.Empty(environment.Keys.Except(ours.Append("DOTNET_ENVIRONMENT"), StringComparer.Ordinal));
        Assert.Contains(reading.Settings!.OpenMemory!.Host, File.Services.Keys);
        Assert.Equal(environment[SettingNames.OpenMemoryKey], File.Services[reading.Settings.OpenMemory.Host].Environment["OM_API_KEY"]);
        Assert.EndsWith("=http://azurite", environment[SettingNames.AzureWebJobsStorage], StringComparison.Ordinal);
        Assert.All(
            [SettingNames.OpenMemoryDbPath, SettingNames.PayloadStoragePath],
            name => Assert.Equal(Image.Environment[name], environment[name]));
        Assert.Equal($"app:{Image.Last("VOLUME")}", Assert.Single(File.Services["app"].Volumes));
    }

    [Fact]
    public void What_others_made_is_named_exactly()
    {
        var package = JsonSerializer.Deserialize<JsonElement>(
            System.IO.File.ReadAllText(Path.Combine(ArchitectureTests.Root(), "Elaoms.EndToEnd", "Node", "package.json")));

        // The Azurite of the tests.
        var azurite = File.Services["azurite"].Image!.Split('@');
        Assert.Equal($"mcr.microsoft.com/azure-storage/azurite:{package.GetProperty("dependencies").GetProperty("azurite")}", azurite[0]);
        Assert.Matches("^sha256:[0-9a-f]{64}$", azurite[1]);
        Assert.Matches("^https://github.com/CaviraOSS/OpenMemory.git#[0-9a-f]{40}:", File.Services["openmemory"].Build);
        // The one that people are told to build.
        Assert.All(["azure.md", "openmemory.md"], document => Assert.Contains(
            File.Services["openmemory"].Build!,
            System.IO.File.ReadAllText(Path.Combine(ArchitectureTests.Root(), "docs", document)),
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenMemory_is_run_as_in_Azure()
    {
        var deployment = await Deployments.WithOpenMemoryServer.Value;
        var there = deployment.Of("Microsoft.App/containerApps").Single()
            .Property("template.containers")!.Value[0].GetProperty("env").EnumerateArray()
            .Where(variable => variable.TryGetProperty("value", out _)).ToDictionary(
                variable => variable.GetProperty("name").GetString()!,
                variable => variable.GetProperty("value").GetString()!,
                StringComparer.Ordinal);
        var here = File.Services["openmemory"].Environment;

        // Where it listens is its default; key and file are each place's own.
        Assert.Equal(
            there.Where(variable => variable.Key != "OM_PORT").OrderBy(variable => variable.Key, StringComparer.Ordinal),
            here.Where(variable => variable.Key is not ("OM_API_KEY" or "OM_DB_PATH"))
                .OrderBy(variable => variable.Key, StringComparer.Ordinal));
    }

    private static ComposeFile Read()
    {
        using var file = System.IO.File.OpenText(Path.Combine(ArchitectureTests.Root(), "compose.yaml"));
        return new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build()
            .Deserialize<ComposeFile>(new MergingParser(new Parser(file)));
    }

    [GeneratedRegex(@"^\$\{(?<name>[A-Z_]+):\?[^}]+\}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Required { get; }

#pragma warning disable CA1812 // The parser makes them.
    private sealed class ComposeFile
    {
        public Dictionary<string, Service> Services { get; init; } = [];

        public Dictionary<string, Network?> Networks { get; init; } = [];

        public Dictionary<string, object?> Volumes { get; init; } = [];
    }

    private sealed class Network
    {
        public bool Internal { get; init; }
    }

    private sealed class Service
    {
        public string? Image { get; init; }

        public string? Build { get; init; }

        public bool ReadOnly { get; init; }

        public List<string> CapDrop { get; init; } = [];

        public List<string> SecurityOpt { get; init; } = [];

        public List<string> Ports { get; init; } = [];

        public List<string> Networks { get; init; } = [];

        public List<string> Volumes { get; init; } = [];

        public Dictionary<string, string> Environment { get; init; } = [];

        public Dictionary<string, object>? Healthcheck { get; init; }
    }
#pragma warning restore CA1812
}
