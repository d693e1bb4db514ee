using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Elaoms.EndToEnd.Infra;

/// <summary>The template in <c>infra/</c>, as the Bicep compiler reads it.</summary>
public sealed partial class TemplateTests
{
    [Fact]
    public async Task Template_compiles_without_a_warning()
    {
        var built = await BicepCompiler.Template.Value;

        Assert.Equal((0, ""), (built.Code, built.Errors));
    }

    [Fact]
    public async Task Mistakes_in_the_template_are_seen()
    {
        (string Line, string Code)[] mistakes =
        [
            ("param nobodyUsesThis string", "no-unused-params"),
            ("var nobodyUsesThat = 1", "no-unused-vars"),
            ("output one string = vault.outputs.nothing", "BCP053"),
            ("output two string = filledVault.getSecret('caller-hash-key')", "BCP180"),
            ("output three string = randomness", "outputs-should-not-contain-secrets"),
            ("resource misspelt 'Microsoft.Resources/resourceGroups@2024-11-02' = { name: 'x', location: location }", "BCP081"),
        ];
        using var copy = BicepCompiler.Copy();
        await File.AppendAllLinesAsync(copy["main.bicep"], mistakes.Select(mistake => mistake.Line));

        var built = await BicepCompiler.BuildAsync(copy.Path);

        Assert.All(mistakes, mistake => Assert.Contains(mistake.Code, built.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_file_is_part_of_the_template_and_formatted()
    {
        var sources = BicepCompiler.Files.ToDictionary(
            file => file, file => File.ReadAllText(Path.Combine(BicepCompiler.Folder, file)), StringComparer.Ordinal);
        var used = sources.Values.SelectMany(source => Used.Matches(source).Select(match => match.Groups["file"].Value.Split('/')[^1]))
            .Append("main.bicep");
        Assert.Equal(
            sources.Keys.Select(file => file.Split('/')[^1]).Order(StringComparer.Ordinal),
            used.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

        using var formatted = BicepCompiler.Copy();
        Assert.Equal(0, (await BicepCompiler.RunAsync(formatted.Path, "format", "--pattern", "**/*.bicep")).Code);
        Assert.All(
            sources, source => Assert.Equal(File.ReadAllText(formatted[source.Key]), source.Value, ignoreLineEndingDifferences: true));
    }

    [Fact]
    public async Task Api_versions_are_those_of_the_list_and_no_others()
    {
        var used = Templates(await CompiledAsync()).SelectMany(Resources)
            .Select(resource => $"{resource.GetProperty("type").GetString()}@{resource.GetProperty("apiVersion").GetString()}")
            .Where(version => !version.StartsWith("Microsoft.Resources/deployments@", StringComparison.Ordinal));

        Assert.Equal(
            InfraList.Read("api-versions.txt").Select(parts => parts[0]),
            used.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(
            InfraList.Read("api-versions.txt"),
            parts => Assert.StartsWith("https://learn.microsoft.com/azure/templates/", parts[1], StringComparison.Ordinal));
    }

    [Fact]
    public void Roles_are_built_in_ones_under_their_own_names()
    {
        var source = File.ReadAllText(Path.Combine(BicepCompiler.Folder, "roles.bicep"));
        var given = RoleId.Matches(source)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["id"].Value, StringComparer.OrdinalIgnoreCase);
        var builtIn = InfraList.Read("roles.txt").ToDictionary(
            parts => parts[1].Replace(" ", "", StringComparison.Ordinal), parts => parts[0], StringComparer.OrdinalIgnoreCase);

        Assert.NotEmpty(given);
        Assert.All(given, role => Assert.Equal(builtIn.GetValueOrDefault(role.Key), role.Value));
        Assert.All(
            BicepCompiler.Files.Except(["roles.bicep"]),
            file => Assert.DoesNotMatch(Guid, File.ReadAllText(Path.Combine(BicepCompiler.Folder, file))));
    }

    [Fact]
    public async Task Secrets_are_made_once_and_never_leave()
    {
        var templates = Templates(await CompiledAsync()).ToList();
        var secrets = templates.SelectMany(Resources)
            .Where(resource => resource.GetProperty("type").GetString() == "Microsoft.KeyVault/vaults/secrets").ToList();

        Assert.Single(secrets);
        Assert.True(secrets[0].GetProperty("@options").TryGetProperty("onlyIfNotExists", out _));
        Assert.All(templates.SelectMany(Outputs), output =>
        {
            Assert.DoesNotContain("secure", output.Value.GetProperty("type").GetString()!, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch(Secret, output.Value.GetRawText());
        });
        // Whoever asks for an account's keys could be refused: none takes any.
        Assert.DoesNotMatch(ListsKeys, (await BicepCompiler.Template.Value).Output);
    }

    [Fact]
    public async Task Every_parameter_of_the_deployment_says_what_it_is_for()
    {
        var parameters = (await CompiledAsync()).GetProperty("parameters").EnumerateObject().ToList();

        Assert.True(parameters.Count > 20);
        Assert.All(parameters, parameter => Assert.True(
            parameter.Value.TryGetProperty("metadata", out var metadata) && metadata.GetProperty("description").GetString()!.Length > 10,
            parameter.Name));
        Assert.Equal(
            ["environmentName", "location"],
            parameters.Where(parameter => !parameter.Value.TryGetProperty("defaultValue", out _)).Select(parameter => parameter.Name));
    }

    private static async Task<JsonElement> CompiledAsync()
        => JsonSerializer.Deserialize<JsonElement>((await BicepCompiler.Template.Value).Output);

    // The template and those nested in it: each module becomes one.
    private static IEnumerable<JsonElement> Templates(JsonElement template)
        => Resources(template).Where(resource => resource.GetProperty("type").GetString() == "Microsoft.Resources/deployments")
            .SelectMany(deployment => Templates(deployment.GetProperty("properties").GetProperty("template"))).Prepend(template);

    // By name where one of them needs the newer language of templates, else in a list.
    private static IEnumerable<JsonElement> Resources(JsonElement template)
        => template.GetProperty("resources") is { ValueKind: JsonValueKind.Object } named
            ? named.EnumerateObject().Select(resource => resource.Value)
            : template.GetProperty("resources").EnumerateArray();

    private static IEnumerable<JsonProperty> Outputs(JsonElement template)
        => template.TryGetProperty("outputs", out var outputs) ? outputs.EnumerateObject() : [];

    [GeneratedRegex(
        @"(module \w+|from) '(?<file>[\w./-]+\.bicep)'|import .* from '(?<file>[\w./-]+\.bicep)'",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Used { get; }

    [GeneratedRegex(@"(?<name>\w+): '(?<id>[0-9a-f-]{36})'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoleId { get; }

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Guid { get; }

    [GeneratedRegex(
        @"randomness|newSecrets|parameters\('key'\)|\.value\b.*secret", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Secret { get; }

    [GeneratedRegex(
        @"\blist(Keys|AccountSas|ServiceSas|Secrets|Credentials|ConnectionStrings)\w*\(",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ListsKeys { get; }
}
