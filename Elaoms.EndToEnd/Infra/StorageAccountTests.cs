using System.Globalization;
using Elaoms.Cli.Erasing;
using Elaoms.Core.Settings;
using Elaoms.Storage.Azure;
using Xunit;

namespace Elaoms.EndToEnd.Infra;

/// <summary>The storage account that a deployment makes, against what the app keeps in it.</summary>
public sealed class StorageAccountTests
{
    [Fact]
    public async Task Storage_is_what_the_app_uses_and_takes_no_key()
    {
        var deployment = await Deployments.Plain.Value;
        var account = new AzureAccount(new AzureStorageSettings { ConnectionString = "UseDevelopmentStorage=true" });

        Assert.Equal(
            account.Containers.Select(container => container.Name).Order(StringComparer.Ordinal),
            Containers(deployment, deployment.AccountOf("payloads")).Order(StringComparer.Ordinal));
        Assert.Equal(
            account.Queues.Select(queue => queue.Name), deployment.NamesOf("Microsoft.Storage/storageAccounts/queueServices/queues"));
        Assert.Equal(
            account.Tables.Select(table => table.Name), deployment.NamesOf("Microsoft.Storage/storageAccounts/tableServices/tables"));
        Assert.All(deployment.Of("Microsoft.Storage/storageAccounts"), storage =>
        {
            Assert.Equal(("False", "False"), (storage.Text("allowSharedKeyAccess"), storage.Text("allowBlobPublicAccess")));
            Assert.Equal(("True", "TLS1_2"), (storage.Text("supportsHttpsTrafficOnly"), storage.Text("minimumTlsVersion")));
        });
    }

    [Theory]
    [InlineData("365", "30", "payloads/ 365, recordings/ 30")]
    [InlineData("0", "1", "recordings/ 1")]
    [InlineData("90", "0", "payloads/ 90")]
    [InlineData("0", "0", "")]
    public async Task Payloads_and_recordings_expire_as_was_chosen_and_nothing_else_does(
        string payloadDays, string recordingDays, string expiring)
    {
        var deployment =
            await Deployments.Of(new() { ["payloadRetentionDays"] = payloadDays, ["recordingRetentionDays"] = recordingDays }).Value;

        var rules = deployment.Of("Microsoft.Storage/storageAccounts/managementPolicies")
            .SelectMany(policy => policy.Property("policy.rules")!.Value.EnumerateArray())
            .Where(rule => rule.GetProperty("enabled").GetBoolean()).Select(rule => rule.GetProperty("definition"))
            .Select(rule =>
            {
                var days = rule.GetProperty("actions").GetProperty("baseBlob").GetProperty("delete")
                    .GetProperty("daysAfterCreationGreaterThan");
                return $"{rule.GetProperty("filters").GetProperty("prefixMatch").EnumerateArray().Single()} {days}";
            });

        Assert.Equal(expiring, string.Join(", ", rules));
        // A rule that is left out of a later deployment would go on deleting.
        Assert.Equal(2, deployment.Of("Microsoft.Storage/storageAccounts/managementPolicies").Single()
            .Property("policy.rules")!.Value.GetArrayLength());
    }

    [Fact]
    public async Task Deleted_blobs_are_kept_as_long_as_the_report_of_an_erasure_says()
    {
        var deployment = await Deployments.Plain.Value;
        var account = deployment.AccountOf("payloads");

        var blobs = Assert.Single(
            deployment.Of("Microsoft.Storage/storageAccounts/blobServices"),
            service => service.Name.StartsWith(account.Name + "/", StringComparison.Ordinal));

        var days = ErasureReport.TemplateRetentionDays.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(("True", days), (blobs.Text("deleteRetentionPolicy.enabled"), blobs.Text("deleteRetentionPolicy.days")));
    }

    [Fact]
    public async Task Storage_of_the_host_is_flat_near_and_shared_with_no_other_app()
    {
        var deployment = await Deployments.Plain.Value;
        var account = deployment.AccountOf("payloads");
        var app = deployment.Of("Microsoft.Web/sites").Single();

        Assert.Equal(("StorageV2", null), (account.Json.GetProperty("kind").GetString(), account.Property("isHnsEnabled")));
        Assert.Equal(app.Json.GetProperty("location").GetString(), account.Json.GetProperty("location").GetString());
        // The host cuts its id after 32 characters, and two apps of one id would stop each other's triggers. Source:
        // https://learn.microsoft.com/azure/azure-functions/storage-considerations#host-id-considerations
        Assert.InRange(app.Name.Length, 1, 32);
        Assert.Null(app.Property("siteConfig.azureStorageAccounts"));
    }

    private static IEnumerable<string> Containers(Deployment deployment, Deployment.Resource account)
        => deployment.Of("Microsoft.Storage/storageAccounts/blobServices/containers")
            .Where(container => container.Name.StartsWith(account.Name + "/", StringComparison.Ordinal))
            .Select(container => container.Name.Split('/')[^1]);
}
