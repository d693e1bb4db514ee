using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>The console of a server on a storage account tells what became of calls, and not each request to the account.</summary>
public sealed class StorageLogTests
{
    [Fact]
    public async Task Server_on_a_storage_account_tells_no_request_to_it()
    {
        using var folder = new TempFolder();
        var settings = await ServerSettings.ForAsync(StorageKind.Azure, folder);
        await using var server = await ElaomsProcess.ServeAsync(folder.Path, settings.Values, "--urls", "http://127.0.0.1:0");
        var webhooks = new WebhookCaller(server.Address, settings);
        (await webhooks.DeliverAsync(Payloads.Call("+12025550123", "conv_1", 1_790_000_000, "I want apples."))).IsOk();
        await Eventually.IsTrueAsync(() => server.Output.Contains("Learned.", StringComparison.Ordinal), "the call is learned");
        await server.SignalAsync("TERM");
        await server.EndAsync();

        var account = settings[SettingNames.AzureWebJobsStorage]!.Split(';')
            .First(part => part.StartsWith("BlobEndpoint=", StringComparison.Ordinal))["BlobEndpoint=".Length..];
        var log = server.Output + server.Errors;
        foreach (var part in (string[])["Azure.Core", "x-ms-", account])
            Assert.DoesNotContain(part, log, StringComparison.OrdinalIgnoreCase);
    }
}
