using Elaoms.EndToEnd.Crashes;
using Elaoms.Tests.Server;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Cli;

/// <summary>A 200 outlives <c>kill -9</c>. Lengthen the run with <c>ELAOMS_KILL_ROUNDS</c>.</summary>
[LongRunning]
public abstract class KillTests(StorageKind storage, ITestOutputHelper output)
{
    // A round costs the same on either storage, and what is new on a storage account shows in a few.
    private const int AzureShare = 4;

    [Fact]
    public async Task Acknowledged_calls_are_all_learned_once_however_often_the_server_is_killed()
    {
        var (seed, rounds) = (TestEnvironment.Seed(),
            Math.Max(1, TestEnvironment.Count("ELAOMS_KILL_ROUNDS", 6) / (storage == StorageKind.Azure ? AzureShare : 1)));
        output.WriteLine($"ELAOMS_SEED={seed} ELAOMS_KILL_ROUNDS={rounds}");
        using var folder = new TempFolder();
        var settings = await ServerSettings.ForAsync(storage, folder);
        settings["Logging:LogLevel:Default"] = "Warning";
        var load = new CallLoad();

        for (var round = 0; round < rounds; round++)
        {
            await using var server = await ServeAsync(folder, settings);
            using var stop = new CancellationTokenSource();
            var sending = load.SendAsync(new WebhookCaller(server.Address, settings), stop.Token);

            // The moment is random in what has been done, not in time: a slow machine is killed in the same places.
#pragma warning disable CA5394
            var enough = load.Acknowledged + new Random(unchecked(seed + round)).Next(1, 150);
#pragma warning restore CA5394
            await Eventually.IsTrueAsync(() => load.Acknowledged >= enough, "calls are acknowledged");
            await server.KillAsync();
            await stop.CancelAsync();
            await sending;
        }

        await using (var server = await ServeAsync(folder, settings))
        {
            var webhooks = new WebhookCaller(server.Address, settings);
            await webhooks.LearnedAsync();
            await load.EachIsFoundAsync(webhooks);
            await server.SignalAsync("TERM");
            Assert.Equal(0, await server.EndAsync());
        }

        output.WriteLine($"{load.Acknowledged} of {load.Sent} calls acknowledged");
        await load.EachIsStoredOnceAsync(settings);
        if (storage == StorageKind.Embedded)
            Assert.DoesNotContain(
                Directory.EnumerateFiles(folder.Of("payloads"), "*.json", SearchOption.AllDirectories),
                path => new FileInfo(path).Length == 0);
    }

    // On a storage account the lease of what a killed process was learning runs out, and here it does so soon. Embedded leases are taken
    // over at once.
    private Task<ElaomsProcess> ServeAsync(TempFolder folder, ServerSettings settings) => storage == StorageKind.Embedded
        ? ElaomsProcess.ServeAsync(folder.Path, settings.Values, "--urls", "http://127.0.0.1:0")
        : ElaomsProcess.ServeChangedAsync(folder.Path, settings, ServerProgram.LeaseSeconds, "5");

    public sealed class OnFiles(ITestOutputHelper output) : KillTests(StorageKind.Embedded, output);

    public sealed class OnAzure(ITestOutputHelper output) : KillTests(StorageKind.Azure, output);
}
