using System.Globalization;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Server;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Functions;

/// <summary>Each acknowledged call is learned exactly once, whoever dies meanwhile.</summary>
[LongRunning]
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int Callers = 20;

    [Fact]
    public async Task Two_hundred_calls_eight_at_a_time_are_learned_once_each()
    {
        await using var app = await FunctionsApp.StartAsync();

        await DeliverAsync(app, Enumerable.Range(0, 200));
        await app.LearnedAsync();

        await EachIsLearnedOnceAsync(app.Stored, 200);
    }

    [Fact]
    public async Task Calls_are_learned_once_however_often_the_worker_is_killed_in_the_midst_of_learning()
    {
        const int Rounds = 5;
        const int CallsPerRound = 20;
        using var folder = new TempFolder();
        var (settings, kills) = (FunctionsApp.SettingsFor(folder, (await Azurite.AzuriteServer.SharedAsync()).NewAccount()), 0);
        var hosts = 1;
        // What the host had taken when it gave itself up stays hidden.
        var app = await FunctionsApp.StartAsync(settings, host => host with { HiddenInFlight = TimeSpan.FromSeconds(20) });
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                await DeliverAsync(app, Enumerable.Range(round * CallsPerRound, CallsPerRound));
                await Eventually.IsTrueAsync(
                    async () => app.Host.Executing > 0 || await app.Stored.WaitingAsync() == 0, "a call is being learned");
                app.Host.KillWorker();
                kills++;

                // After its third dead worker the host gives itself up, and the platform starts another.
                if (kills % 3 == 0)
                {
                    await app.Host.Ended.WaitAsync(Eventually.Bound);
                    await app.DisposeAsync();
                    app = await FunctionsApp.StartAsync(settings);
                    hosts++;
                }
            }

            await app.LearnedAsync();
            await EachIsLearnedOnceAsync(app.Stored, Rounds * CallsPerRound);
            Assert.Equal(2, hosts);
        }
        finally
        {
            output.WriteLine(app.Host.Console.Text);
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Calls_that_were_being_learned_when_the_host_was_killed_are_learned_by_the_next_one()
    {
        const int Calls = 40;
        using var folder = new TempFolder();
        var settings = FunctionsApp.SettingsFor(folder, (await Azurite.AzuriteServer.SharedAsync()).NewAccount());
        await using (var app = await FunctionsApp.StartAsync(settings, host => host with { HiddenInFlight = TimeSpan.FromSeconds(5) }))
        {
            await DeliverAsync(app, Enumerable.Range(0, Calls));
            await Eventually.IsTrueAsync(
                async () => app.Host.Executing > 0 || await app.Stored.WaitingAsync() == 0, "a call is being learned");
            await app.Host.KillAsync();
        }

        await using var next = await FunctionsApp.StartAsync(settings);
        await next.LearnedAsync();
        await EachIsLearnedOnceAsync(next.Stored, Calls);
    }

    [Fact]
    public async Task Calls_of_a_host_that_was_asked_to_stop_are_learned_by_the_next_one()
    {
        const int Calls = 40;
        using var folder = new TempFolder();
        var settings = FunctionsApp.SettingsFor(folder, (await Azurite.AzuriteServer.SharedAsync()).NewAccount());
        await using (var app = await FunctionsApp.StartAsync(settings))
        {
            await DeliverAsync(app, Enumerable.Range(0, Calls));
            await app.Host.StopAsync();
            Assert.DoesNotContain(app.Host.Console.Lines, line => line.Contains("did not end in time", StringComparison.Ordinal));
        }

        await using var next = await FunctionsApp.StartAsync(settings);
        await next.LearnedAsync();
        await EachIsLearnedOnceAsync(next.Stored, Calls);
    }

    // What is not acknowledged, because the worker has just died, is sent again, as ElevenLabs does.
    private static Task DeliverAsync(FunctionsApp app, IEnumerable<int> calls) => Parallel.ForEachAsync(
        calls,
        new ParallelOptions { MaxDegreeOfParallelism = 8 },
        async (call, _) => await Eventually.IsTrueAsync(
            async () => (await app.Webhooks.DeliverAsync(
                Payloads.Call(CallerOf(call), $"conv_{call}", 1_791_300_000 + call, $"I said zqword{call}x.", "Goodbye."))).Status == 200,
            $"call {call} is acknowledged"));

    private static async Task EachIsLearnedOnceAsync(StorageView stored, int calls)
    {
        var records = await stored.RecordsAsync();
        var learned = records.SelectMany(record => record.Calls.Select(call => (record.Caller.Identity, call.ConversationId))).ToList();
        Assert.Equal(
            Enumerable.Range(0, calls).Select(call => (CallerOf(call), $"conv_{call}")).Order(),
            learned.Order());
        Assert.All(records, record => Assert.Equal(record.Calls.Count * 2, record.Memories.Count));
        foreach (var payload in await stored.ArchivedAsync())
            Assert.Equal(ReceiptResult.Learned, (await stored.ReceiptOfAsync(payload))!.Result);
    }

    private static string CallerOf(int call) => string.Create(CultureInfo.InvariantCulture, $"+120255501{call % Callers:00}");
}
