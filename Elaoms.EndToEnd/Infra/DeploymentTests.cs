using System.Xml.Linq;
using Xunit;

namespace Elaoms.EndToEnd.Infra;

/// <summary>What a deployment would make: the app, its instances, and who may do what.</summary>
public sealed class DeploymentTests
{
    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task Deployment_can_be_worked_out_and_all_of_it_carries_the_tag_of_its_environment(string name)
    {
        var deployment = await Deployments.NamedAsync(name);

        Assert.Equal(0, deployment.Diagnostics.GetArrayLength());
        Assert.All(
            deployment.Resources.Where(resource => resource.Json.TryGetProperty("location", out _)),
            resource => Assert.Equal("test", resource.Json.GetProperty("tags").GetProperty("azd-env-name").GetString()));
    }

    [Fact]
    public async Task App_runs_on_Flex_Consumption_as_nobody_with_a_password()
    {
        var deployment = await Deployments.Plain.Value;
        var app = deployment.Of("Microsoft.Web/sites").Single();

        Assert.Equal("FC1", deployment.Of("Microsoft.Web/serverfarms").Single().Json.GetProperty("sku").GetProperty("name").GetString());
        var framework = XDocument.Load(Path.Combine(ArchitectureTests.Root(), "Directory.Build.props"))
            .Descendants("TargetFramework").Single().Value;
        Assert.Equal(
            ("dotnet-isolated", framework["net".Length..]),
            (app.Text("functionAppConfig.runtime.name"), app.Text("functionAppConfig.runtime.version")));
        Assert.Equal(
            ("UserAssignedIdentity", "True"),
            (app.Text("functionAppConfig.deployment.storage.authentication.type"), app.Text("httpsOnly")));
        Assert.All(
            deployment.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies"), policy => Assert.Equal("False", policy.Text("allow")));
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
        Assert.All(
            ["siteConfig.minTlsVersion", "siteConfig.scmMinTlsVersion"],
            version => Assert.Contains(app.Text(version), new[] { "1.2", "1.3" }));
        Assert.Null(app.Property("siteConfig.cors"));
        // Flex Consumption takes no such property; who may use FTP is said by its password, which is switched off.
        Assert.Null(app.Property("siteConfig.ftpsState"));
        Assert.Contains(
            (await Deployments.Plain.Value).Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies"),
            policy => policy.Name.EndsWith("/ftp", StringComparison.Ordinal) && policy.Text("allow") == "False");
    }

    [Fact]
    public async Task App_is_reached_from_the_addresses_that_were_chosen_or_from_all()
    {
        var chosen = (await Deployments.Full.Value).Of("Microsoft.Web/sites").Single();
        var open = (await Deployments.Plain.Value).Of("Microsoft.Web/sites").Single();

        Assert.Equal("Deny", chosen.Text("siteConfig.ipSecurityRestrictionsDefaultAction"));
        Assert.Equal(
            ["34.67.146.145/32", "34.59.11.47/32", "34.77.234.246/32", "34.140.184.144/32", "203.0.113.7/32", "2001:db8::/48"],
            chosen.Property("siteConfig.ipSecurityRestrictions")!.Value.EnumerateArray()
                .Select(rule => rule.GetProperty("ipAddress").GetString()));
        Assert.All(
            chosen.Property("siteConfig.ipSecurityRestrictions")!.Value.EnumerateArray(),
            rule => Assert.Equal("Allow", rule.GetProperty("action").GetString()));
        Assert.Equal(
            ("Allow", "[]"), (open.Text("siteConfig.ipSecurityRestrictionsDefaultAction"), open.Text("siteConfig.ipSecurityRestrictions")));
        // Publishing comes from wherever somebody deploys.
        Assert.Equal(
            ("False", null),
            (chosen.Text("siteConfig.scmIpSecurityRestrictionsUseMain"), chosen.Text("siteConfig.scmIpSecurityRestrictions")));
    }

    [Theory]
    [InlineData("40", "2048")]
    [InlineData("1", "2048")]
    [InlineData("1000", "4096")]
    public async Task Instances_are_as_large_and_as_many_as_chosen(string most, string memory)
    {
        var scale =
            (await Deployments.Of(most == "40" ? [] : new() { ["maximumInstanceCount"] = most, ["instanceMemoryMB"] = memory }).Value)
                .Of("Microsoft.Web/sites").Single().Property("functionAppConfig.scaleAndConcurrency")!.Value;

        Assert.Equal(
            (most, memory), (scale.GetProperty("maximumInstanceCount").ToString(), scale.GetProperty("instanceMemoryMB").ToString()));
    }

    [Fact]
    public async Task Tags_of_ones_own_are_on_everything_that_takes_tags()
    {
        var deployment = await Deployments.Of(new() { ["tags"] = "{ owner: 'voice team' }" }).Value;

        Assert.All(
            deployment.Resources.Where(resource => resource.Json.TryGetProperty("tags", out _)),
            resource => Assert.Equal("voice team", resource.Json.GetProperty("tags").GetProperty("owner").GetString()));
        Assert.Contains(
            deployment.Resources, resource => resource.Type == "Microsoft.Web/sites" && resource.Json.TryGetProperty("tags", out _));
    }

    [Theory]
    [InlineData("1", "0", "false", "http 1")]
    [InlineData("0", "0", "false", "")]
    [InlineData("3", "2", "false", "http 3, function:LearnFromCall 2")]
    [InlineData("1", "1", "true", "http 2, function:LearnFromCall 2")]
    [InlineData("0", "0", "true", "")]
    public async Task Instances_always_ready_are_as_many_as_chosen_and_in_zones_two_at_least(
        string http, string learning, string zones, string expected)
    {
        var deployment =
            await Deployments.Of(new() { ["alwaysReadyHttp"] = http, ["alwaysReadyLearning"] = learning, ["zoneRedundant"] = zones }).Value;

        var kept = deployment.Of("Microsoft.Web/sites").Single().Property("functionAppConfig.scaleAndConcurrency.alwaysReady")!.Value
            .EnumerateArray().Select(group => $"{group.GetProperty("name")} {group.GetProperty("instanceCount")}");

        Assert.Equal(expected, string.Join(", ", kept));
        Assert.Contains(
            "[Function(\"LearnFromCall\")]",
            await File.ReadAllTextAsync(Path.Combine(ArchitectureTests.Root(), "Elaoms.Functions", "LearningFunctions.cs")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_may_do_what_it_must_and_an_operator_what_was_chosen()
    {
        Assert.Equal(
            [
                "Key Vault Secrets Officer", "Key Vault Secrets User", "Key Vault Secrets User", "Monitoring Metrics Publisher",
                "Storage Blob Data Contributor", "Storage Blob Data Owner",
                "Storage Queue Data Contributor", "Storage Table Data Contributor",
            ],
            await RolesAsync(Deployments.Plain));
        Assert.Equal(
            [
                "Acr Pull", "Key Vault Secrets Officer", "Key Vault Secrets User", "Key Vault Secrets User", "Monitoring Metrics Publisher",
                "Storage Blob Data Contributor", "Storage Blob Data Contributor", "Storage Blob Data Owner",
                "Storage Queue Data Contributor", "Storage Queue Data Contributor",
                "Storage Table Data Contributor", "Storage Table Data Contributor",
            ],
            await RolesAsync(Deployments.Full));
    }

    [Fact]
    public async Task Operator_who_is_named_stands_in_for_who_deploys()
    {
        var somebody = Guid.NewGuid().ToString();
        var deployment =
            await Deployments.Of(new() { ["operatorPrincipalId"] = $"'{somebody}'", ["operatorMayReadStorage"] = "true" }).Value;

        Assert.Equal([somebody], Principals(deployment, "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"));
        Assert.Contains(somebody, Principals(deployment, "ba92f5b4-2d11-453d-a403-e96b0029c9fe"));
        Assert.Equal(["[deployer().objectId]"], Principals(await Deployments.Plain.Value, "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"));
    }

    private static async Task<IEnumerable<string>> RolesAsync(Lazy<Task<Deployment>> deployment)
    {
        var names = InfraList.Read("roles.txt").ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return (await deployment.Value).Of("Microsoft.Authorization/roleAssignments")
            .Select(role => names[role.Text("roleDefinitionId")!.Split('/')[^1]]).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string?> Principals(Deployment deployment, string role)
        => deployment.Of("Microsoft.Authorization/roleAssignments").Where(assignment => assignment.Text("roleDefinitionId")!
            .EndsWith(role, StringComparison.Ordinal)).Select(assignment => assignment.Text("principalId"));
}
