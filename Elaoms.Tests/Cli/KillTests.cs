using System.Collections.Concurrent;
using System.Globalization;
using Elaoms.Core.Callers;
using Elaoms.Core.Settings;
using Elaoms.Storage.Local;
using Elaoms.Tests.Server;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.Tests.Cli;

/// <summary>A 200 outlives <c>kill -9</c>. Lengthen the run with <c>ELAOMS_KILL_ROUNDS</c>.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Senders = 4;
    private const int Callers = 40;

    [Fact]
    public async Task Acknowledged_calls_are_all_learned_once_however_often_the_server_is_killed()
    {
        var (seed, rounds) = (TestEnvironment.Seed(), TestEnvironment.Count("ELAOMS_KILL_ROUNDS", 20));
        output.WriteLine($"ELAOMS_SEED={seed} ELAOMS_KILL_ROUNDS={rounds}");
        using var folder = new TempFolder();
        var settings = new ServerSettings(folder) { ["Logging:LogLevel:Default"] = "Warning" };
        var acknowledged = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var sent = 0;

        for (var round = 0; round < rounds; round++)
        {
            await using var server = await ElaomsProcess.ServeAsync(folder.Path, settings.Values, "--urls", "http://127.0.0.1:0");
            var webhooks = new WebhookCaller(server.Address, settings);
            using var stop = new CancellationTokenSource();
            var senders = Enumerable.Range(0, Senders).Select(_ => SendAsync(webhooks, () => Interlocked.Increment(ref sent), acknowledged, stop.Token)).ToList();

            // The moment is random in what has been done, not in time: a slow machine is killed in the same places.
#pragma warning disable CA5394
            var enough = acknowledged.Count + new Random(unchecked(seed + round)).Next(1, 150);
#pragma warning restore CA5394
            await Eventually.IsTrueAsync(() => acknowledged.Count >= enough, "calls are acknowledged");
            await server.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(senders);
        }

        await using (var server = await ElaomsProcess.ServeAsync(folder.Path, settings.Values, "--urls", "http://127.0.0.1:0"))
        {
            var webhooks = new WebhookCaller(server.Address, settings);
            await Eventually.IsTrueAsync(
                async () => (await webhooks.GetAsync("/health/ready")).IsOk().Json.GetProperty("calls_waiting").GetInt32() == 0, "everything is learned");
            await Parallel.ForEachAsync(acknowledged, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (call, _) =>
                Assert.Single((await webhooks.SearchDataAsync(Number(call.Value), Token(call.Key))).IsOk().Found, said => said.Contains(Token(call.Key), StringComparison.Ordinal)));
            await server.SignalAsync("TERM");
            Assert.Equal(0, await server.EndAsync());
        }

        output.WriteLine($"{acknowledged.Count} of {sent} calls acknowledged");
        await EveryCallIsThereOnceAsync(settings, acknowledged);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Of("payloads"), "*.json", SearchOption.AllDirectories), path => new FileInfo(path).Length == 0);
    }

    private static async Task EveryCallIsThereOnceAsync(ServerSettings settings, ConcurrentDictionary<string, int> acknowledged)
    {
        var read = new SettingsReader(settings.ToConfiguration()).Read([]).Settings!;
        using var database = new SqliteDatabase(read);
        await StoreInspection.ReadAllAsync(database);
        var (store, keys) = (new SqliteCallerStore(database), new CallerKeys(read));
        for (var caller = 0; caller < Callers; caller++)
        {
            var record = (await store.ReadAsync(keys.Of(new Caller(CallerKind.Phone, Number(caller))), CancellationToken.None))?.Record;
            foreach (var (conversation, _) in acknowledged.Where(call => call.Value == caller))
            {
                Assert.Single(record!.Calls, call => call.ConversationId == conversation);
                Assert.Equal([0, 1], record.Memories.Where(memory => memory.ConversationId == conversation).Select(memory => memory.Turn));
            }
        }
    }

    private static async Task SendAsync(WebhookCaller webhooks, Func<int> next, ConcurrentDictionary<string, int> acknowledged, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var number = next();
            var (conversation, caller) = ($"conv_{number}", number % Callers);
            try
            {
                (await webhooks.DeliverAsync(Payloads.Call(Number(caller), conversation, 1_790_000_000 + number, $"I said {Token(conversation)}.", "Goodbye."))).IsOk();
            }
            catch (HttpRequestException)
            {
                // Killed in between: not acknowledged, whatever became of it.
                return;
            }

            acknowledged[conversation] = caller;
        }
    }

    private static string Token(string conversation) => conversation.Replace("conv_", "zqword", StringComparison.Ordinal) + "x";

    private static string Number(int caller) => string.Create(CultureInfo.InvariantCulture, $"+120255501{caller:00}");
}
