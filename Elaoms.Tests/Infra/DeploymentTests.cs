using System.Text.Json;
using System.Text.RegularExpressions;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Settings;
using Elaoms.Storage.Azure;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.Infra;

/// <summary>What a deployment would make, against what the app needs.</summary>
public sealed partial class DeploymentTests
{
    // What the Functions host and the telemetry read; everything else must be a setting of ours.
    private static readonly string[] OfTheHost =
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AzureWebJobsDisableHomepage", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"];

    // Source: https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
    private static readonly string[] NotOnFlexConsumption = ["FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_WORKER_RUNTIME", "SCM_DO_BUILD_DURING_DEPLOYMENT", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_VNET_ROUTE_ALL"];

    public static TheoryData<string> All { get; } = ["plain", "full", "openMemory"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Deployment_can_be_worked_out_and_all_of_it_carries_the_tag_of_its_environment(string name)
    {
        var deployment = await OfAsync(name);

        Assert.Equal(0, deployment.Diagnostics.GetArrayLength());
        Assert.All(
            deployment.Resources.Where(resource => resource.Json.TryGetProperty("location", out _)),
            resource => Assert.Equal("test", resource.Json.GetProperty("tags").GetProperty("azd-env-name").GetString()));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task App_starts_with_the_settings_it_is_given(string name)
    {
        var settings = (await OfAsync(name)).AppSettings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)Resolved(setting.Value), StringComparer.Ordinal);

        var reading = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Read(["https://func.azurewebsites.net"], needsAzure: true);

        Assert.Empty(reading.Faults);
        Assert.Equal((true, "known-to-azure"), (reading.Settings!.Azure!.ManagedIdentity, reading.Settings.Azure.ClientId));
        Assert.Equal(name != "plain", reading.Settings.OpenMemory is not null);
        Assert.Equal(name == "full", reading.Settings.Embeddings is not null);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task App_is_given_settings_that_it_reads_and_no_others(string name)
    {
        var ours = typeof(SettingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();
        var given = (await OfAsync(name)).AppSettings.Keys.ToList();

        Assert.All(given.Except(OfTheHost), setting => Assert.Contains(setting.Split("__")[0], ours));
        Assert.Empty(given.Intersect(NotOnFlexConsumption));
        Assert.Empty(OfTheHost.Except(given));
    }

    [Fact]
    public async Task App_is_given_the_host_settings_of_a_developers_machine()
    {
        var example = LocalSettingsFile.Parse(await File.ReadAllBytesAsync(Path.Combine(ArchitectureTests.Root(), "local.settings.example.json")));
        var given = (await Deployments.Plain.Value).AppSettings;

        Assert.All(["AzureWebJobsDisableHomepage", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"], name => Assert.Equal(example[name], given[name]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_secret_is_a_reference_to_one_that_is_made(string name)
    {
        var deployment = await OfAsync(name);

        var referred = deployment.AppSettings.Where(setting => setting.Value.Contains("@Microsoft.KeyVault(", StringComparison.Ordinal)).ToDictionary(setting => setting.Key, setting => SecretName.Match(setting.Value).Groups["name"].Value, StringComparer.Ordinal);

        Assert.Equal(deployment.NamesOf("Microsoft.KeyVault/vaults/secrets").Order(StringComparer.Ordinal), referred.Values.Order(StringComparer.Ordinal));
        Assert.Equal(deployment.AppSettings.Keys.Where(setting => setting.EndsWith("_KEY", StringComparison.Ordinal)).Order(StringComparer.Ordinal), referred.Keys.Order(StringComparer.Ordinal));
        Assert.All(referred, setting => Assert.Equal(setting.Key.ToLowerInvariant().Replace('_', '-'), setting.Value));
    }

    [Fact]
    public async Task Storage_is_what_the_app_uses_and_takes_no_key()
    {
        var deployment = await Deployments.Plain.Value;
        var account = new AzureAccount(new AzureStorageSettings { ConnectionString = "UseDevelopmentStorage=true" });

        Assert.Equal(account.Containers.Select(container => container.Name).Append("packages").Order(StringComparer.Ordinal), deployment.NamesOf("Microsoft.Storage/storageAccounts/blobServices/containers").Order(StringComparer.Ordinal));
        Assert.Equal(account.Queues.Select(queue => queue.Name), deployment.NamesOf("Microsoft.Storage/storageAccounts/queueServices/queues"));
        var storage = deployment.Of("Microsoft.Storage/storageAccounts").Single();
        Assert.Equal(("False", "False", "True", "TLS1_2"), (storage.Text("allowSharedKeyAccess"), storage.Text("allowBlobPublicAccess"), storage.Text("supportsHttpsTrafficOnly"), storage.Text("minimumTlsVersion")));
    }

    [Theory]
    [InlineData("365", "30", "payloads/ 365, recordings/ 30")]
    [InlineData("0", "1", "recordings/ 1")]
    [InlineData("90", "0", "payloads/ 90")]
    [InlineData("0", "0", "")]
    public async Task Payloads_and_recordings_expire_as_was_chosen_and_nothing_else_does(string payloadDays, string recordingDays, string expiring)
    {
        var deployment = await Deployments.Of(new() { ["payloadRetentionDays"] = payloadDays, ["recordingRetentionDays"] = recordingDays }).Value;

        var rules = deployment.Of("Microsoft.Storage/storageAccounts/managementPolicies").SelectMany(policy => policy.Property("policy.rules")!.Value.EnumerateArray())
            .Select(rule => rule.GetProperty("definition"))
            .Select(rule => $"{rule.GetProperty("filters").GetProperty("prefixMatch").EnumerateArray().Single()} {rule.GetProperty("actions").GetProperty("baseBlob").GetProperty("delete").GetProperty("daysAfterCreationGreaterThan")}");

        Assert.Equal(expiring, string.Join(", ", rules));
    }

    [Fact]
    public async Task App_runs_on_Flex_Consumption_as_nobody_with_a_password()
    {
        var deployment = await Deployments.Plain.Value;
        var app = deployment.Of("Microsoft.Web/sites").Single();

        Assert.Equal("FC1", deployment.Of("Microsoft.Web/serverfarms").Single().Json.GetProperty("sku").GetProperty("name").GetString());
        Assert.Equal(("dotnet-isolated", "10.0"), (app.Text("functionAppConfig.runtime.name"), app.Text("functionAppConfig.runtime.version")));
        Assert.Equal(("UserAssignedIdentity", "True"), (app.Text("functionAppConfig.deployment.storage.authentication.type"), app.Text("httpsOnly")));
        Assert.All(deployment.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies"), policy => Assert.Equal("False", policy.Text("allow")));
        Assert.Equal(2, deployment.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Count);
        Assert.Equal("True", deployment.Of("Microsoft.Insights/components").Single().Text("DisableLocalAuth"));
        Assert.Equal("True", deployment.Of("Microsoft.OperationalInsights/workspaces").Single().Text("features.disableLocalAuth"));
        var vault = deployment.Of("Microsoft.KeyVault/vaults").Single();
        Assert.Equal(("True", "True"), (vault.Text("enableRbacAuthorization"), vault.Text("enablePurgeProtection")));
    }

    [Fact]
    public async Task App_answers_over_https_of_today_only_and_invites_no_page_of_others()
    {
        var app = (await Deployments.Plain.Value).Of("Microsoft.Web/sites").Single();

        Assert.Equal("True", app.Text("httpsOnly"));
        Assert.All(["siteConfig.minTlsVersion", "siteConfig.scmMinTlsVersion"], version => Assert.Contains(app.Text(version), new[] { "1.2", "1.3" }));
        Assert.Null(app.Property("siteConfig.cors"));
        // Flex Consumption takes no such property; who may use FTP is said by its password, which is switched off.
        Assert.Null(app.Property("siteConfig.ftpsState"));
        Assert.Contains((await Deployments.Plain.Value).Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies"), policy => policy.Name.EndsWith("/ftp", StringComparison.Ordinal) && policy.Text("allow") == "False");
    }

    [Fact]
    public async Task Package_comes_from_a_container_of_the_account_as_the_identity()
    {
        var deployment = await Deployments.Plain.Value;
        var storage = deployment.Of("Microsoft.Web/sites").Single();

        Assert.Equal("blobContainer", storage.Text("functionAppConfig.deployment.storage.type"));
        Assert.Contains("packageContainerUrl", storage.Text("functionAppConfig.deployment.storage.value"), StringComparison.Ordinal);
        Assert.Contains("packages", deployment.NamesOf("Microsoft.Storage/storageAccounts/blobServices/containers"));
        Assert.Equal("UserAssignedIdentity", storage.Text("functionAppConfig.deployment.storage.authentication.type"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Host_reaches_its_storage_as_an_identity_and_has_no_key(string name)
    {
        var settings = (await OfAsync(name)).AppSettings;

        Assert.Equal(
            ["blobServiceUri", "clientId", "credential", "queueServiceUri", "tableServiceUri"],
            settings.Keys.Where(setting => setting.StartsWith("AzureWebJobsStorage", StringComparison.Ordinal)).Select(setting => setting["AzureWebJobsStorage".Length..].TrimStart('_')).Order(StringComparer.Ordinal));
        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.All(settings.Values, value => Assert.DoesNotMatch("(?i)AccountKey=|SharedAccess|UseDevelopmentStorage|sig=", value));
        // Filled in by nobody.
        Assert.All(settings.Values, value => Assert.DoesNotContain('%', value));
    }

    [Fact]
    public async Task Storage_of_the_host_is_flat_near_and_shared_with_no_other_app()
    {
        var deployment = await Deployments.Plain.Value;
        var account = deployment.Of("Microsoft.Storage/storageAccounts").Single();
        var app = deployment.Of("Microsoft.Web/sites").Single();

        Assert.Equal(("StorageV2", null), (account.Json.GetProperty("kind").GetString(), account.Property("isHnsEnabled")));
        Assert.Equal(app.Json.GetProperty("location").GetString(), account.Json.GetProperty("location").GetString());
        // The host cuts its id after 32 characters, and two apps of one id would stop each other's triggers. Source: https://learn.microsoft.com/azure/azure-functions/storage-considerations#host-id-considerations
        Assert.InRange(app.Name.Length, 1, 32);
        Assert.Null(app.Property("siteConfig.azureStorageAccounts"));
    }

    [Theory]
    [InlineData("40", "2048")]
    [InlineData("1", "512")]
    [InlineData("1000", "4096")]
    public async Task Instances_are_as_large_and_as_many_as_chosen(string most, string memory)
    {
        var scale = (await Deployments.Of(most == "40" ? [] : new() { ["maximumInstanceCount"] = most, ["instanceMemoryMB"] = memory }).Value).Of("Microsoft.Web/sites").Single().Property("functionAppConfig.scaleAndConcurrency")!.Value;

        Assert.Equal((most, memory), (scale.GetProperty("maximumInstanceCount").ToString(), scale.GetProperty("instanceMemoryMB").ToString()));
    }

    [Fact]
    public async Task Tags_of_ones_own_are_on_everything_that_takes_tags()
    {
        var deployment = await Deployments.Of(new() { ["tags"] = "{ owner: 'voice team' }" }).Value;

        Assert.All(deployment.Resources.Where(resource => resource.Json.TryGetProperty("tags", out _)), resource => Assert.Equal("voice team", resource.Json.GetProperty("tags").GetProperty("owner").GetString()));
        Assert.Contains(deployment.Resources, resource => resource.Type == "Microsoft.Web/sites" && resource.Json.TryGetProperty("tags", out _));
    }

    [Theory]
    [InlineData("1", "0", "false", "http 1")]
    [InlineData("0", "0", "false", "")]
    [InlineData("3", "2", "false", "http 3, function:LearnFromCall 2")]
    [InlineData("1", "1", "true", "http 2, function:LearnFromCall 2")]
    [InlineData("0", "0", "true", "")]
    public async Task Instances_always_ready_are_as_many_as_chosen_and_in_zones_two_at_least(string http, string learning, string zones, string expected)
    {
        var deployment = await Deployments.Of(new() { ["alwaysReadyHttp"] = http, ["alwaysReadyLearning"] = learning, ["zoneRedundant"] = zones }).Value;

        var kept = deployment.Of("Microsoft.Web/sites").Single().Property("functionAppConfig.scaleAndConcurrency.alwaysReady")!.Value.EnumerateArray().Select(group => $"{group.GetProperty("name")} {group.GetProperty("instanceCount")}");

        Assert.Equal(expected, string.Join(", ", kept));
        Assert.Contains("[Function(\"LearnFromCall\")]", await File.ReadAllTextAsync(Path.Combine(ArchitectureTests.Root(), "Elaoms.Functions", "Learning", "LearningFunctions.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_may_do_what_it_must_and_an_operator_what_was_chosen()
    {
        Assert.Equal(
            ["Key Vault Secrets Officer", "Key Vault Secrets User", "Key Vault Secrets User", "Monitoring Metrics Publisher", "Storage Blob Data Owner", "Storage Queue Data Contributor", "Storage Table Data Contributor"],
            await RolesAsync(Deployments.Plain));
        Assert.Equal(
            [
                "Acr Pull", "Key Vault Secrets Officer", "Key Vault Secrets User", "Key Vault Secrets User", "Monitoring Metrics Publisher", "Storage Blob Data Contributor", "Storage Blob Data Owner",
                "Storage Queue Data Contributor", "Storage Queue Data Contributor", "Storage Table Data Contributor",
            ],
            await RolesAsync(Deployments.Full));
    }

    [Fact]
    public async Task Operator_who_is_named_stands_in_for_who_deploys()
    {
        var somebody = Guid.NewGuid().ToString();
        var deployment = await Deployments.Of(new() { ["operatorPrincipalId"] = $"'{somebody}'", ["operatorMayReadStorage"] = "true" }).Value;

        Assert.Equal([somebody], Principals(deployment, "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"));
        Assert.Equal([somebody], Principals(deployment, "ba92f5b4-2d11-453d-a403-e96b0029c9fe"));
        Assert.Equal(["[deployer().objectId]"], Principals(await Deployments.Plain.Value, "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"));
    }

    [Fact]
    public async Task Private_network_closes_storage_and_vault_to_everybody_outside()
    {
        var (open, closed) = (await Deployments.Plain.Value, await Deployments.Of(new() { ["privateNetwork"] = "true" }).Value);

        foreach (var type in new[] { "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults" })
        {
            Assert.Equal(("Enabled", "Allow"), (open.Of(type).Single().Text("publicNetworkAccess"), open.Of(type).Single().Text("networkAcls.defaultAction")));
            Assert.Equal(("Disabled", "Deny"), (closed.Of(type).Single().Text("publicNetworkAccess"), closed.Of(type).Single().Text("networkAcls.defaultAction")));
        }

        Assert.DoesNotContain(open.Resources, resource => resource.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal));
        Assert.Equal(["blob", "queue", "table", "vault"], closed.Of("Microsoft.Network/privateEndpoints").Select(endpoint => endpoint.Property("privateLinkServiceConnections")!.Value[0].GetProperty("name").GetString()));
        Assert.Equal(4, closed.Of("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Count);
        Assert.NotNull(closed.Of("Microsoft.Web/sites").Single().Text("virtualNetworkSubnetId"));
        Assert.Equal("Microsoft.App/environments", Subnets(closed)["app"].GetProperty("properties").GetProperty("delegations")[0].GetProperty("properties").GetProperty("serviceName").GetString());
    }

    [Fact]
    public async Task OpenMemory_is_reached_from_the_app_alone_and_its_image_is_pinned()
    {
        var image = "registry.example.com/openmemory@sha256:" + new string('a', 64);
        var deployment = await Deployments.Of(new() { ["openMemory"] = "'deploy'", ["openMemoryImage"] = $"'{image}'" }).Value;
        var server = deployment.Of("Microsoft.App/containerApps").Single();
        var container = server.Property("template.containers")!.Value[0];

        Assert.Equal(image, container.GetProperty("image").GetString());
        Assert.Equal(("1", "1"), (server.Text("template.scale.minReplicas"), server.Text("template.scale.maxReplicas")));
        Assert.Equal("True", deployment.Of("Microsoft.App/managedEnvironments").Single().Text("vnetConfiguration.internal"));
        Assert.Equal("NFS", deployment.Of("Microsoft.Storage/storageAccounts/fileServices/shares").Single().Text("enabledProtocols"));
        Assert.Equal("Deny", deployment.Of("Microsoft.Storage/storageAccounts").Single(account => account.Json.GetProperty("kind").GetString() == "FileStorage").Text("networkAcls.defaultAction"));
        Assert.Contains(container.GetProperty("env").EnumerateArray(), variable => variable.GetProperty("name").GetString() == "OM_API_KEY" && variable.GetProperty("secretRef").GetString() == "key");
        var rules = deployment.Of("Microsoft.Network/networkSecurityGroups").Single().Property("securityRules")!.Value.EnumerateArray().Select(rule => rule.GetProperty("properties")).ToList();
        Assert.Equal(
            [Subnets(deployment)["app"].GetProperty("properties").GetProperty("addressPrefix").GetString(), "AzureLoadBalancer", Subnets(deployment)["openmemory"].GetProperty("properties").GetProperty("addressPrefix").GetString()],
            rules.Where(rule => rule.GetProperty("access").GetString() == "Allow").Select(rule => rule.GetProperty("sourceAddressPrefix").GetString()));
        Assert.Equal(("Deny", "*"), (rules[^1].GetProperty("access").GetString(), rules[^1].GetProperty("sourceAddressPrefix").GetString()));

        var unpinned = await Assert.ThrowsAsync<InvalidOperationException>(() => Deployments.Of(new() { ["openMemory"] = "'deploy'", ["openMemoryImage"] = "'registry.example.com/openmemory:latest'" }).Value);
        Assert.Contains("by its digest", unpinned.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenMemory_without_an_image_yet_makes_what_the_image_is_pushed_to()
    {
        var deployment = await Deployments.Full.Value;

        Assert.Empty(deployment.Of("Microsoft.App/containerApps"));
        Assert.Equal("False", deployment.Of("Microsoft.ContainerRegistry/registries").Single().Text("adminUserEnabled"));
        Assert.DoesNotContain((await Deployments.WithOpenMemory.Value).Resources, resource => resource.Type.StartsWith("Microsoft.App/", StringComparison.Ordinal));
    }

    private static async Task<Deployment> OfAsync(string name) => await (name switch { "plain" => Deployments.Plain, "full" => Deployments.Full, _ => Deployments.WithOpenMemory }).Value;

    // Stands in for what Azure fills in.
    private static string Resolved(string value)
    {
        if (value.Contains("@Microsoft.KeyVault(", StringComparison.Ordinal))
            return "resolved-by-azure";
        if (!value.StartsWith('['))
            return value;
        return value.Contains("Endpoint", StringComparison.Ordinal) || value.Contains("outputs.url", StringComparison.Ordinal) ? "https://account.example.net/" : "known-to-azure";
    }

    private static async Task<IEnumerable<string>> RolesAsync(Lazy<Task<Deployment>> deployment)
    {
        var names = (await File.ReadAllLinesAsync(Path.Combine(ArchitectureTests.Root(), "Elaoms.Tests", "Infra", "roles.txt"))).Where(line => !line.StartsWith('#')).Select(line => line.Split("  ")).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return (await deployment.Value).Of("Microsoft.Authorization/roleAssignments").Select(role => names[role.Text("roleDefinitionId")!.Split('/')[^1]]).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string?> Principals(Deployment deployment, string role)
        => deployment.Of("Microsoft.Authorization/roleAssignments").Where(assignment => assignment.Text("roleDefinitionId")!.EndsWith(role, StringComparison.Ordinal)).Select(assignment => assignment.Text("principalId"));

    private static Dictionary<string, JsonElement> Subnets(Deployment deployment)
        => deployment.Of("Microsoft.Network/virtualNetworks").Single().Property("subnets")!.Value.EnumerateArray().ToDictionary(subnet => subnet.GetProperty("name").GetString()!, StringComparer.Ordinal);

    [GeneratedRegex(@"'(?<name>[a-z-]+)'\)\]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretName { get; }
}
