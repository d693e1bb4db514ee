using System.Collections.Concurrent;
using Elaoms.Core.Settings;
using Elaoms.EndToEnd.Azurite;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Functions;

/// <summary>The worker's life under the host: started, died, restarted, asked to stop, run by the clock.</summary>
[LongRunning]
public sealed class WorkerLifeTests
{
    [Fact]
    public async Task Worker_that_died_is_started_again_and_the_third_death_ends_the_host()
    {
        await using var app = await FunctionsApp.StartAsync();

        for (var death = 1; death <= 2; death++)
        {
            app.Host.KillWorker();
            await Eventually.IsTrueAsync(
                async () => (await app.Webhooks.GetAsync("/health/live")).Status == 200, "the next worker answers");
        }

        app.Host.KillWorker();
        await app.Host.Ended.WaitAsync(Eventually.Bound);
        await Assert.ThrowsAsync<HttpRequestException>(() => app.Webhooks.GetAsync("/health/live"));
    }

    [Fact]
    public async Task App_whose_settings_are_wrong_says_so_and_does_not_start()
    {
        using var folder = new TempFolder();
        var settings = FunctionsApp.SettingsFor(folder, (await AzuriteServer.SharedAsync()).NewAccount());
        settings[SettingNames.ClientDataKey] = "";

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => FunctionsApp.StartAsync(settings));

        Assert.Contains("ELEVENLABS_CLIENT_DATA_KEY is missing.", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(settings.SearchDataKey, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learning_that_is_cancelled_at_shutdown_ends_in_time_and_is_done_by_the_next_host()
    {
        const int Calls = 32;
        var acknowledged = new ConcurrentBag<string>();
        using var folder = new TempFolder();
        await using var azurite = await AzuriteServer.StartAsync();
        var settings = FunctionsApp.SettingsFor(folder, azurite.NewAccount());
        // A message that was asked for while the storage stood still is taken by nobody, and hidden all the same.
        await using (var app = await FunctionsApp.StartAsync(settings, host => host with { HiddenInFlight = TimeSpan.FromSeconds(20) }))
        {
            var delivering = Parallel.ForEachAsync(
                Enumerable.Range(0, Calls),
                new ParallelOptions { MaxDegreeOfParallelism = 4 },
                async (call, _) =>
                {
                    if ((await app.Webhooks.DeliverAsync(
                        Payloads.Call("+12025550123", $"conv_{call}", 1_791_300_000 + call, "Hello."))).Status == 200)
                        acknowledged.Add($"conv_{call}");
                });
            await Eventually.IsTrueAsync(() => IsShown(app, "Executing 'Functions.LearnFromCall'"), "calls are being learned");

            // What is being learned now waits for the storage until it is cancelled.
            await azurite.FreezeAsync();
            var stopping = app.Host.StopAsync();
            await Eventually.IsTrueAsync(() => app.Host.Executing == 0, "what ran was cancelled");
            await azurite.ThawAsync();
            await stopping;
            await delivering.ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

            Assert.False(IsShown(app, "did not end in time"));
        }

        await using var next = await FunctionsApp.StartAsync(settings);
        await next.LearnedAsync();
        var record = Assert.Single(await next.Stored.RecordsAsync());
        Assert.Distinct(record.Calls.Select(call => call.ConversationId));
        Assert.Equal(record.Calls.Count, record.Memories.Count);
        Assert.NotEmpty(acknowledged);
        Assert.Subset(
            record.Calls.Select(call => call.ConversationId).ToHashSet(StringComparer.Ordinal),
            acknowledged.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sweep_runs_when_its_schedule_says()
    {
        using var folder = new TempFolder();
        var clock = new FixedClock();
        var settings = FunctionsApp.SettingsFor(folder, (await AzuriteServer.SharedAsync()).NewAccount());
        await using var app = await FunctionsApp.StartAsync(settings, host => host with { Time = clock });
        await Eventually.IsTrueAsync(() => clock.Timers == 2, "the timers wait");
        Assert.False(IsShown(app, "Functions.Sweep"));

        clock.Advance(TimeSpan.FromMinutes(5));

        await Eventually.IsTrueAsync(() => IsShown(app, "Executed 'Functions.Sweep' (Success"), "the sweep has run");
    }

    private static bool IsShown(FunctionsApp app, string text)
        => app.Host.Console.Lines.Any(line => line.Contains(text, StringComparison.Ordinal));
}
