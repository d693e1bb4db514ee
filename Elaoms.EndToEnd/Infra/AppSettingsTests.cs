using System.Text.RegularExpressions;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Settings;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.EndToEnd.Infra;

/// <summary>The settings that a deployment gives the app, against those that it reads.</summary>
public sealed partial class AppSettingsTests
{
    // What the Functions host and the telemetry read; everything else must be a setting of ours.
    private static readonly string[] OfTheHost =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AzureWebJobsDisableHomepage",
        "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
        "AzureFunctionsJobHost__extensions__http__maxConcurrentRequests", "AzureFunctionsJobHost__extensions__http__maxOutstandingRequests",
    ];

    // Source: https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
    private static readonly string[] NotOnFlexConsumption =
    [
        "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_WORKER_RUNTIME", "SCM_DO_BUILD_DURING_DEPLOYMENT", "WEBSITE_RUN_FROM_PACKAGE",
        "WEBSITE_VNET_ROUTE_ALL",
    ];

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task App_starts_with_the_settings_it_is_given(string name)
    {
        var settings = (await Deployments.NamedAsync(name)).AppSettings.ToDictionary(
            setting => setting.Key.Replace("__", ":", StringComparison.Ordinal),
            setting => (string?)Resolved(setting.Value),
            StringComparer.Ordinal);
        if (settings.ContainsKey(SettingNames.OperatorKeys))
            settings[SettingNames.OperatorKeys] = $"anna:reader={new string('k', OperatorKey.MinLength)}";

        var reading = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Read(
            ["https://func.azurewebsites.net"], needsAzure: true);

        Assert.Empty(reading.Faults);
        Assert.Equal((true, "known-to-azure"), (reading.Settings!.Azure!.ManagedIdentity, reading.Settings.Azure.ClientId));
        Assert.Equal(name != "plain", reading.Settings.OpenMemory is not null);
        Assert.Equal(name == "full", reading.Settings.Embeddings is not null);
    }

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task App_is_given_settings_that_it_reads_and_no_others(string name)
    {
        var ours = typeof(SettingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();
        var given = (await Deployments.NamedAsync(name)).AppSettings.Keys.ToList();

        Assert.All(given.Except(OfTheHost), setting => Assert.Contains(setting.Split("__")[0], ours));
        Assert.Empty(given.Intersect(NotOnFlexConsumption));
        Assert.Empty(OfTheHost.Except(given));
    }

    [Fact]
    public async Task App_is_given_the_host_settings_of_a_developers_machine()
    {
        var example = LocalSettingsFile.Parse(
            await File.ReadAllBytesAsync(Path.Combine(ArchitectureTests.Root(), "local.settings.example.json")));
        var given = (await Deployments.Plain.Value).AppSettings;

        Assert.All(["AzureWebJobsDisableHomepage", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"], name => Assert.Equal(example[name], given[name]));
    }

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task Every_secret_is_a_reference_to_one_that_is_made(string name)
    {
        var deployment = await Deployments.NamedAsync(name);

        var referred = deployment.AppSettings.Where(setting => setting.Value.Contains("@Microsoft.KeyVault(", StringComparison.Ordinal))
            .ToDictionary(setting => setting.Key, setting => SecretName.Match(setting.Value).Groups["name"].Value, StringComparer.Ordinal);

        // Nobody can make up ElevenLabs' own key, nor those of people.
        Assert.Equal(
            deployment.NamesOf("Microsoft.KeyVault/vaults/secrets").Order(StringComparer.Ordinal),
            referred.Values.Except(["elevenlabs-read-key", "operator-keys"]).Order(StringComparer.Ordinal));
        Assert.Equal(name == "full", referred.ContainsKey("ELEVENLABS_READ_KEY"));
        Assert.Equal(name == "full", referred.ContainsKey("OPERATOR_KEYS"));
        Assert.Equal(
            deployment.AppSettings.Keys.Where(setting => setting.EndsWith("_KEY", StringComparison.Ordinal) || setting == "OPERATOR_KEYS")
                .Order(StringComparer.Ordinal),
            referred.Keys.Order(StringComparer.Ordinal));
        Assert.All(referred, setting => Assert.Equal(setting.Key.ToLowerInvariant().Replace('_', '-'), setting.Value));
    }

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task Host_reaches_its_storage_as_an_identity_and_has_no_key(string name)
    {
        var settings = (await Deployments.NamedAsync(name)).AppSettings;

        Assert.Equal(
            ["blobServiceUri", "clientId", "credential", "queueServiceUri", "tableServiceUri"],
            settings.Keys.Where(setting => setting.StartsWith("AzureWebJobsStorage", StringComparison.Ordinal))
                .Select(setting => setting["AzureWebJobsStorage".Length..].TrimStart('_')).Order(StringComparer.Ordinal));
        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.All(settings.Values, value => Assert.DoesNotMatch("(?i)AccountKey=|SharedAccess|UseDevelopmentStorage|sig=", value));
        // Filled in by nobody.
        Assert.All(settings.Values, value => Assert.DoesNotContain('%', value));
    }

    // Stands in for what Azure fills in.
    private static string Resolved(string value)
    {
        if (value.Contains("@Microsoft.KeyVault(", StringComparison.Ordinal))
            return "resolved-by-azure";
        if (!value.StartsWith('['))
            return value;
        return value.Contains("Endpoint", StringComparison.Ordinal) || value.Contains("outputs.url", StringComparison.Ordinal)
            ? "https://account.example.net/"
            : "known-to-azure";
    }

    [GeneratedRegex(@"'(?<name>[a-z-]+)'\)\]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretName { get; }
}
