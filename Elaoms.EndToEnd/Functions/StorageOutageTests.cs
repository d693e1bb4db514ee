using Elaoms.Core.Settings;
using Elaoms.EndToEnd.Azurite;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Functions;

/// <summary>
/// The account is out of reach: calls go on without memory, deliveries are refused, and all is well again when it is back.
/// </summary>
[LongRunning]
public sealed class StorageOutageTests
{
    private const string Sam = "+12025550123";

    private static readonly byte[] Call = Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Storage_that_goes_down_costs_no_call_and_loses_nothing(bool hangs)
    {
        using var folder = new TempFolder();
        await using var azurite = await AzuriteServer.StartAsync();
        var settings = FunctionsApp.SettingsFor(folder, azurite.NewAccount());
        settings[SettingNames.ClientDataDeadlineMs] = settings[SettingNames.SearchDataDeadlineMs] = "500";
        await using var app = await FunctionsApp.StartAsync(settings);
        await GreetsAsync(app, "");
        (await app.Webhooks.DeliverAsync(Call)).IsOk();
        await app.LearnedAsync();
        await GreetsAsync(app, "Sam");

        await (hangs ? azurite.FreezeAsync() : azurite.CrashAsync());
        var refused = app.Webhooks.DeliverAsync(Payloads.Call(Sam, "conv_later", 1_791_400_000, "I said zqlaterx."));
        Assert.Equal("", (await app.Webhooks.ClientDataAsync(Sam)).IsOk().Variable("user_name"));
        Assert.Empty((await app.Webhooks.SearchDataAsync(Sam, "my name")).IsOk().Found);
        (await refused).IsError(503, "storage_unavailable");
        Assert.Equal(503, (await app.Webhooks.GetAsync("/health/ready")).Status);

        await (hangs ? azurite.ThawAsync() : azurite.RestartAsync());
        await GreetsAsync(app, "Sam");
        (await app.Webhooks.DeliverAsync(Payloads.Call(Sam, "conv_later", 1_791_400_000, "I said zqlaterx."))).IsOk();
        await app.LearnedAsync();
        await Eventually.IsTrueAsync(
            async () =>
                (await app.Webhooks.SearchDataAsync(Sam, "zqlaterx")).IsOk().Found.Contains("I said zqlaterx.", StringComparer.Ordinal),
            "the call is found");
    }

    // Asked until it is so: on a busy machine a deadline may pass without anything being wrong.
    private static Task GreetsAsync(FunctionsApp app, string name)
        => Eventually.IsTrueAsync(
            async () => (await app.Webhooks.ClientDataAsync(Sam)).IsOk().Variable("user_name") == name, $"the name is '{name}'");
}
