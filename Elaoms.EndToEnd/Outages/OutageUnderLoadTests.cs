using Elaoms.EndToEnd.Cli;
using Elaoms.EndToEnd.Crashes;
using Elaoms.Tests.Server;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Outages;

/// <summary>A 200 also outlives the storage that gave it, however often it goes down.</summary>
[LongRunning]
public sealed class OutageUnderLoadTests(ITestOutputHelper output)
{
    private const int Rounds = 3;
    private const int CallsPerRound = 40;
    private const int RefusalsPerRound = 8;

    [Theory]
    [InlineData(OutageKind.AzuriteCrashed)]
    [InlineData(OutageKind.PayloadFolderReplaced)]
    [InlineData(OutageKind.TablesRenamed)]
    public async Task Acknowledged_calls_are_all_learned_once_however_often_the_storage_goes_down(OutageKind kind)
    {
        using var folder = new TempFolder();
        await using var outage = await Outage.PrepareAsync(kind, folder);
        outage.Settings["Logging:LogLevel:Default"] = "None";

        // What was being learned when the storage went down is hidden until its lease runs out: here that is soon.
        await using var server = await ElaomsProcess.ServeChangedAsync(folder.Path, outage.Settings, ServerProgram.LeaseSeconds, "5");
        var (load, webhooks) = (new CallLoad(), new WebhookCaller(server.Address, outage.Settings));
        using var stop = new CancellationTokenSource();
        var sending = load.SendAsync(webhooks, stop.Token);
        for (var round = 0; round < Rounds; round++)
        {
            await AcknowledgedAsync(load, CallsPerRound);
            await outage.BeginAsync();
            var enough = load.Refused + RefusalsPerRound;
            await Eventually.IsTrueAsync(() => load.Refused >= enough || sending.IsCompleted, "deliveries are refused");
            Assert.False(sending.IsCompleted, "The server has ended.");
            await outage.EndAsync();
        }

        await AcknowledgedAsync(load, CallsPerRound);
        await stop.CancelAsync();
        await sending;

        await webhooks.LearnedAsync();
        await load.EachIsFoundAsync(webhooks);
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.EndAsync());
        await load.EachIsStoredOnceAsync(outage.Settings);
        output.WriteLine($"{load.Acknowledged} of {load.Sent} calls acknowledged, {load.Refused} deliveries refused");
    }

    private static Task AcknowledgedAsync(CallLoad load, int more)
    {
        var enough = load.Acknowledged + more;
        return Eventually.IsTrueAsync(() => load.Acknowledged >= enough, "calls are acknowledged");
    }
}
