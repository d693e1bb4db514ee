using System.Text.Json;
using System.Text.RegularExpressions;
using Elaoms.Core.Settings;
using Elaoms.EndToEnd.Cli;
using Elaoms.Tests.Workflows;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Elaoms.EndToEnd.Infra;

/// <summary>What <c>azd up</c> reads: <c>azure.yaml</c> and the values of the template's parameters.</summary>
public sealed partial class AzdTests
{
    private static readonly string Root = ArchitectureTests.Root();

    [Fact]
    public async Task Service_is_a_project_that_is_there_and_the_app_carries_its_name()
    {
        var project = Yaml.Parse(File.ReadAllText(Path.Combine(Root, "azure.yaml")));
        var services = ((YamlMappingNode)project["services"]).ToDictionary(
            service => service.Key.ToString(), service => Yaml.Map(service.Value), StringComparer.Ordinal);
        var infra = Yaml.Map(project["infra"]);

        Assert.All(services.Values, service => Assert.Equal(("dotnet", "function"), (service["language"], service["host"])));
        Assert.All(services.Values, service => Assert.Single(Directory.EnumerateFiles(Path.Combine(Root, service["project"]), "*.csproj")));
        Assert.True(File.Exists(Path.Combine(Root, infra["path"], infra["module"] + ".bicep")));
        Assert.Equal(
            services.Where(service => !service.Value.ContainsKey("condition")).Select(service => service.Key),
            Tagged(await Deployments.Full.Value));
        Assert.Equal(services.Keys, Tagged(await Deployments.Of(new() { ["postCallApp"] = "true" }).Value));
        // Published where the template makes it an app, and by the same choice.
        Assert.Equal("${POST_CALL_APP}", Assert.Single(services.Values, service => service.ContainsKey("condition"))["condition"]);
        Assert.StartsWith("${POST_CALL_APP=", Values()["postCallApp"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "")]
    [InlineData("sk_1", null, "")]
    [InlineData(null, "agent_1", "")]
    [InlineData("sk_1", "agent_1", "run --project Elaoms.Cli -- connect --azure --agent agent_1 --ask")]
    public async Task Deployment_ends_with_connecting_where_an_agent_and_a_key_are_set(string? key, string? agent, string ran)
    {
        var hooks = (YamlMappingNode)Yaml.Parse(File.ReadAllText(Path.Combine(Root, "azure.yaml")))["hooks"];
        var hook = Yaml.Map(((YamlMappingNode)hooks["postdeploy"])["posix"]);

        var (code, output, errors) = await ElaomsProcess.RunAloneAsync(
            "/bin/sh",
            Root,
            new Dictionary<string, string?> { ["ELEVENLABS_API_KEY"] = key, ["ELEVENLABS_AGENT"] = agent },
            "-c",
            "dotnet() { echo \"$@\"; }\n" + hook["run"]);

        Assert.Equal((0, ran, ""), (code, output.Trim(), errors));
    }

    private static List<string?> Tagged(Deployment deployment)
        => [.. deployment.Resources.Where(resource => resource.Json.TryGetProperty("tags", out var tags)
            && tags.TryGetProperty("azd-service-name", out _))
            .Select(resource => resource.Json.GetProperty("tags").GetProperty("azd-service-name").GetString())];

    [Fact]
    public async Task Parameters_are_those_of_the_template_with_its_defaults()
    {
        var template = JsonSerializer.Deserialize<JsonElement>((await BicepCompiler.Template.Value).Output).GetProperty("parameters")
            .EnumerateObject().ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal);
        var given = Values();

        // Azure's policies put tags on, or who edits the file.
        Assert.Equal(["tags"], template.Keys.Except(given.Keys).Order(StringComparer.Ordinal));
        Assert.Empty(given.Keys.Except(template.Keys));
        Assert.All(given.Where(value => value.Key != "randomness"), value =>
        {
            var (variable, fallback) = Variable.Match(value.Value) is { Success: true } match
                ? (match.Groups["name"].Value, match.Groups["default"].Value)
                : default;
            Assert.NotEmpty(variable!);
            // What is left empty is not given at all.
            if (template[value.Key].TryGetProperty("defaultValue", out var own) && fallback!.Length > 0)
                Assert.Equal(own.ToString(), fallback, ignoreCase: true);
        });
    }

    [Fact]
    public void No_choice_is_made_by_a_setting_of_the_app_that_is_exported_here()
    {
        // azd takes what it doesn't have from the environment, which on a developer's machine may hold the settings of another server.
        var settings = typeof(SettingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Empty(
            Values().Values.Select(value => Variable.Match(value).Groups["name"].Value).Intersect(settings, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_choice_is_described()
    {
        var manual = File.ReadAllText(Path.Combine(Root, "docs", "azure.md"));

        Assert.All(
            Values().Values.Select(value => Variable.Match(value).Groups["name"].Value).Where(name => name.Length > 0),
            name => Assert.Contains($"`{name}`", manual, StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_are_made_of_randomness_that_azd_gives()
    {
        // Twice 15 letters and digits of azd's are some 160 bits. Source:
        // https://github.com/Azure/azure-dev/blob/main/cli/azd/pkg/cmdsubst/secretOrRandomPassword.go
        Assert.True(Regex.Count(
            Values()["randomness"], Regex.Escape("$(secretOrRandomPassword)"), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            >= 2);
    }

    private static Dictionary<string, string> Values()
        => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Root, "infra", "main.parameters.json")))
            .GetProperty("parameters").EnumerateObject().ToDictionary(
                parameter => parameter.Name, parameter => parameter.Value.GetProperty("value").GetString()!, StringComparer.Ordinal);

    [GeneratedRegex(@"^\$\{(?<name>[A-Z_]+)(=(?<default>[^}]*))?\}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable { get; }
}
