using System.Text.RegularExpressions;
using Xunit;

namespace Elaoms.EndToEnd.Infra;

/// <summary>Who may write the packages that the apps run: not the identity that the apps run as.</summary>
public sealed partial class PackageTests
{
    private const string Authentication = "functionAppConfig.deployment.storage.authentication";
    private const string StorageBlobDataContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";

    public static TheoryData<bool, bool> Choices { get; } = new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Choices))]
    public async Task Identity_of_the_app_has_no_role_on_a_package(bool postCallApp, bool privateNetwork)
    {
        var deployment = await DeployAsync(postCallApp, privateNetwork);
        var packages = deployment.AccountOf("packages");
        var scopes = RolesOf(deployment, AppPrincipal(deployment)).Select(Scope).ToList();

        Assert.NotEqual(deployment.AccountOf("payloads").Name, packages.Name);
        Assert.All(scopes, scope => Assert.DoesNotContain(packages.Name, scope, StringComparison.Ordinal));
        // These are all: a role on the resource group would reach the packages as well.
        Assert.Equal(
            [
                "Microsoft.Insights/components", "Microsoft.KeyVault/vaults",
                "Microsoft.Storage/storageAccounts", "Microsoft.Storage/storageAccounts", "Microsoft.Storage/storageAccounts",
            ],
            scopes.Select(scope => deployment.Resources.Single(resource => resource.Id == scope).Type).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public async Task Package_of_each_app_is_written_by_an_identity_that_can_do_nothing_else(bool postCallApp, bool privateNetwork)
    {
        var deployment = await DeployAsync(postCallApp, privateNetwork);
        var apps = deployment.Of("Microsoft.Web/sites");
        string[] containers = postCallApp ? ["packages", "packages-post-call"] : ["packages"];

        Assert.Equal(containers.Length, apps.Count);
        Assert.Distinct(apps.Select(PackageIdentity));
        foreach (var (app, container, i) in apps.Zip(containers, Enumerable.Range(0, apps.Count)))
        {
            var principal = PackageIdentity(app).Replace(".outputs.id.", ".outputs.principalId.", StringComparison.Ordinal);
            var role = Assert.Single(RolesOf(deployment, principal));

            Assert.EndsWith("/" + StorageBlobDataContributor, role.Text("roleDefinitionId"), StringComparison.Ordinal);
            Assert.Equal($"{deployment.AccountOf("packages").Id}/blobServices/default/containers/{container}", Scope(role));
            Assert.Equal("blobContainer", app.Text("functionAppConfig.deployment.storage.type"));
            Assert.Contains($"containerUrls.value[{i}]", app.Text("functionAppConfig.deployment.storage.value"), StringComparison.Ordinal);
            Assert.Equal("UserAssignedIdentity", app.Text(Authentication + ".type"));
        }
    }

    [Fact]
    public async Task App_has_both_identities_and_reads_its_keys_as_its_own()
    {
        var app = (await Deployments.Plain.Value).Of("Microsoft.Web/sites").Single();
        var identity = app.Json.GetProperty("identity");
        var attached = identity.GetProperty("userAssignedIdentities").EnumerateObject().Select(attached => attached.Name).ToList();
        var own = app.Text("keyVaultReferenceIdentity")!;

        Assert.NotEqual(own, PackageIdentity(app));
        Assert.Equal("UserAssigned", identity.GetProperty("type").GetString());
        Assert.Equal(2, attached.Count);
        Assert.All(
            [own, PackageIdentity(app)],
            id => Assert.Contains(attached, name => name.Contains(id.Trim('[', ']'), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_writes_a_package_is_logged()
    {
        var deployment = await Deployments.Plain.Value;
        var setting = deployment.Of("Microsoft.Insights/diagnosticSettings").Single(setting => setting.Name == "writes");
        var logs = setting.Property("logs")!.Value.EnumerateArray().Select(log => log.GetProperty("category").GetString());

        Assert.Contains(deployment.AccountOf("packages").Name, setting.Id, StringComparison.Ordinal);
        Assert.Equal(["StorageWrite", "StorageDelete"], logs);
    }

    private static Task<Deployment> DeployAsync(bool postCallApp, bool privateNetwork)
        => Deployments.Of(new() { ["postCallApp"] = Bicep(postCallApp), ["privateNetwork"] = Bicep(privateNetwork) }).Value;

    private static string Bicep(bool value) => value ? "true" : "false";

    private static IEnumerable<Deployment.Resource> RolesOf(Deployment deployment, string principal)
        => deployment.Of("Microsoft.Authorization/roleAssignments").Where(role => role.Text("principalId") == principal);

    private static string PackageIdentity(Deployment.Resource app)
        => app.Text(Authentication + ".userAssignedIdentityResourceId")!;

    // The identity that the host reaches its storage as. Its id is Azure's to give, so it is told by the output that names it.
    private static string AppPrincipal(Deployment deployment)
        => deployment.Of("Microsoft.Web/sites/config").Select(config => config.Text("AzureWebJobsStorage__clientId")!)
            .Distinct(StringComparer.Ordinal).Single()
            .Replace(".outputs.clientId.", ".outputs.principalId.", StringComparison.Ordinal);

    private static string Scope(Deployment.Resource role)
        => ScopeOf.Match(role.Id) is { Success: true } match ? match.Groups["scope"].Value : role.Id;

    [GeneratedRegex(
        @"^\[extensionResourceId\('(?<scope>[^']+)', 'Microsoft\.Authorization/roleAssignments'",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex ScopeOf { get; }
}
