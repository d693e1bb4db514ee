using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Elaoms.EndToEnd.Infra;

/// <summary>Who reaches what, where a deployment has a network of its own.</summary>
public sealed partial class NetworkTests
{
    [Fact]
    public async Task Private_network_closes_storage_and_vault_to_everybody_outside()
    {
        var (open, closed) = (await Deployments.Plain.Value, await Deployments.Of(new() { ["privateNetwork"] = "true" }).Value);

        foreach (var type in new[] { "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults" })
        {
            Assert.All(open.Of(type), resource => Assert.Equal(("Enabled", "Allow"), Access(resource)));
            Assert.All(closed.Of(type), resource => Assert.Equal(("Disabled", "Deny"), Access(resource)));
        }

        Assert.DoesNotContain(open.Resources, resource => resource.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal));
        Assert.Equal(["packages blob", "storage blob", "storage queue", "storage table", "vault vault"], Endpoints(closed));
        Assert.Equal(4, closed.Of("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Count);
        // The names of both accounts are looked up in one zone.
        var zones = closed.Of("Microsoft.Network/privateEndpoints/privateDnsZoneGroups")
            .Select(group => group.Property("privateDnsZoneConfigs")!.Value[0].GetProperty("properties"))
            .Select(zone => zone.GetProperty("privateDnsZoneId").GetString());
        Assert.Equal(4, zones.Distinct(StringComparer.Ordinal).Count());
        Assert.NotNull(closed.Of("Microsoft.Web/sites").Single().Text("virtualNetworkSubnetId"));
        Assert.Equal("Microsoft.App/environments", Subnets(closed)["app"].GetProperty("properties")
            .GetProperty("delegations")[0].GetProperty("properties").GetProperty("serviceName").GetString());
    }

    [Fact]
    public async Task Two_apps_reach_their_packages_by_one_endpoint()
    {
        var deployment = await Deployments.Of(new() { ["privateNetwork"] = "true", ["postCallApp"] = "true" }).Value;

        Assert.Equal(["packages blob", "storage blob", "storage queue", "storage table", "vault vault"], Endpoints(deployment));
        Assert.Equal("Disabled", deployment.AccountOf("packages-post-call").Text("publicNetworkAccess"));
        Assert.All(deployment.Of("Microsoft.Web/sites"), app => Assert.NotNull(app.Text("virtualNetworkSubnetId")));
    }

    [Fact]
    public async Task OpenMemory_is_reached_from_the_app_alone_and_its_image_is_pinned()
    {
        var deployment = await Deployments.WithOpenMemoryServer.Value;
        var server = deployment.Of("Microsoft.App/containerApps").Single();
        var container = server.Property("template.containers")!.Value[0];

        Assert.Equal(Deployments.OpenMemoryImage, container.GetProperty("image").GetString());
        Assert.Equal(("1", "1"), (server.Text("template.scale.minReplicas"), server.Text("template.scale.maxReplicas")));
        Assert.Equal("True", deployment.Of("Microsoft.App/managedEnvironments").Single().Text("vnetConfiguration.internal"));
        Assert.Equal("NFS", deployment.Of("Microsoft.Storage/storageAccounts/fileServices/shares").Single().Text("enabledProtocols"));
        Assert.Equal("Deny", deployment.Of("Microsoft.Storage/storageAccounts")
            .Single(account => account.Json.GetProperty("kind").GetString() == "FileStorage").Text("networkAcls.defaultAction"));
        Assert.Contains(
            container.GetProperty("env").EnumerateArray(),
            variable => variable.GetProperty("name").GetString() == "OM_API_KEY" && variable.GetProperty("secretRef").GetString() == "key");
        var rules = deployment.Of("Microsoft.Network/networkSecurityGroups").Single().Property("securityRules")!.Value.EnumerateArray()
            .Select(rule => rule.GetProperty("properties")).ToList();
        Assert.Equal(
            [
                Subnets(deployment)["app"].GetProperty("properties").GetProperty("addressPrefix").GetString(), "AzureLoadBalancer",
                Subnets(deployment)["openmemory"].GetProperty("properties").GetProperty("addressPrefix").GetString(),
            ],
            rules.Where(rule => rule.GetProperty("access").GetString() == "Allow")
                .Select(rule => rule.GetProperty("sourceAddressPrefix").GetString()));
        Assert.Equal(
            ("Deny", "*"), (rules[^1].GetProperty("access").GetString(), rules[^1].GetProperty("sourceAddressPrefix").GetString()));

        var unpinned = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Deployments.Of(new() { ["openMemory"] = "'deploy'", ["openMemoryImage"] = "'registry.example.com/openmemory:latest'" }).Value);
        Assert.Contains("by its digest", unpinned.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenMemory_of_ones_own_must_say_where_it_is()
    {
        var nowhere = await Assert.ThrowsAsync<InvalidOperationException>(() => Deployments.Of(new() { ["openMemory"] = "'url'" }).Value);

        Assert.Contains("openMemoryUrl must be set to the address of the server", nowhere.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenMemory_without_an_image_yet_makes_what_the_image_is_pushed_to()
    {
        var deployment = await Deployments.Full.Value;

        Assert.Empty(deployment.Of("Microsoft.App/containerApps"));
        Assert.Equal("False", deployment.Of("Microsoft.ContainerRegistry/registries").Single().Text("adminUserEnabled"));
        Assert.DoesNotContain(
            (await Deployments.WithOpenMemory.Value).Resources,
            resource => resource.Type.StartsWith("Microsoft.App/", StringComparison.Ordinal));
    }

    // The module that makes what an endpoint leads to, and the part of it.
    private static IEnumerable<string> Endpoints(Deployment deployment)
        => deployment.Of("Microsoft.Network/privateEndpoints")
            .Select(endpoint => endpoint.Property("privateLinkServiceConnections")!.Value[0].GetProperty("properties"))
            .Select(connection => $"{ModuleOf(connection.GetProperty("privateLinkServiceId"))} {connection.GetProperty("groupIds")[0]}")
            .Order(StringComparer.Ordinal);

    private static string ModuleOf(JsonElement id) => ModuleName.Match(id.GetString()!).Groups["name"].Value;

    private static (string?, string?) Access(Deployment.Resource resource)
        => (resource.Text("publicNetworkAccess"), resource.Text("networkAcls.defaultAction"));

    private static Dictionary<string, JsonElement> Subnets(Deployment deployment)
        => deployment.Of("Microsoft.Network/virtualNetworks").Single().Property("subnets")!.Value.EnumerateArray()
            .ToDictionary(subnet => subnet.GetProperty("name").GetString()!, StringComparer.Ordinal);

    [GeneratedRegex(@"format\('(?<name>\w+)-\{0\}'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ModuleName { get; }
}
