using System.Text.Json.Nodes;
using Elaoms.Core.Changes;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.EndToEnd.Cli;
using Elaoms.EndToEnd.Crashes;
using Elaoms.Tests.Changes;
using Elaoms.Tests.Operators;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Changes;

/// <summary>A change that was acknowledged outlives <c>kill -9</c>, and one that was not is made whole or not at all.</summary>
[LongRunning]
public abstract class ChangeKillTests(StorageKind storage, ITestOutputHelper output)
{
    private const int Rounds = 3;
    private const int MaxBetweenKills = 6;

    [Fact]
    public async Task Forgotten_value_is_said_by_nothing_wherever_the_server_was_killed()
    {
        var seed = TestEnvironment.Seed();
        output.WriteLine($"ELAOMS_SEED={seed}");
        using var folder = new TempFolder();
        var settings = await ServerSettings.ForAsync(storage, folder);
        settings[SettingNames.OperatorKeys] = $"anna:operator={OperatorApi.Operator}";
        // It makes the containers.
        await using (var server = await ServeAsync(folder, settings))
        {
            var webhooks = new WebhookCaller(server.Address, settings);
            await Eventually.IsTrueAsync(
                async () => (await webhooks.GetAsync("/health/ready")).Status == 200, "the storage is ready");
        }

        await using (var stores = new Stores(settings.Read(), TimeProvider.System))
        {
            using var bench = new LearningBench(stores);
            for (var caller = 0; caller < Rounds * (MaxBetweenKills + 1); caller++)
                await BenchOf(stores, bench, caller).LearnAsync(1, $"My e-mail is {SecretOf(caller)}.", "I live in Oslo.");
        }

        var (next, cut) = (0, new List<int>());
#pragma warning disable CA5394
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await ServeAsync(folder, settings);
            var webhooks = new WebhookCaller(server.Address, settings);
            foreach (var caller in cut)
                await ForgetAsync(webhooks, caller);
            cut.Clear();
            for (var left = random.Next(1, MaxBetweenKills); left > 0; left--)
                await ForgetAsync(webhooks, next++);
            // Nobody hears of this one.
            cut.Add(next);
            var unheard = ForgetAsync(webhooks, next++);
            for (var turns = random.Next(1000); turns > 0; turns--)
                await Task.Yield();
            await server.KillAsync();
            await unheard.ContinueWith(_ => { }, TaskScheduler.Default);
            // A quarter is never asked for again: the sweep has it to itself, if it was stored.
            if (random.Next(4) == 0)
                cut.Clear();
        }
#pragma warning restore CA5394

        await using (var server = await ServeAsync(folder, settings))
        {
            await using var stores = new Stores(settings.Read(), TimeProvider.System);
            await Eventually.IsTrueAsync(
                async () => !await stores.Get<IDocumentStore<PendingChange>>().ListAsync(CancellationToken.None).AnyAsync(),
                "the sweep finishes what was cut short");
            await server.SignalAsync("TERM");
            Assert.Equal(0, await server.EndAsync());
        }

        await EachIsForgottenAsync(settings, next);
    }

    // A caller's value is said as long as no change of it is stored, and by nothing from then on.
    private async Task EachIsForgottenAsync(ServerSettings settings, int callers)
    {
        await using var stores = new Stores(settings.Read(), TimeProvider.System);
        using var bench = new LearningBench(stores);
        var forgotten = 0;
        for (var caller = 0; caller < callers; caller++)
        {
            var of = BenchOf(stores, bench, caller);
            var isStored = await of.Changes.ReadAllAsync(of.Key, CancellationToken.None) is not null;
            var found = await of.SearchAsync("What is my e-mail?");
            string said = await of.TextAsync() + string.Join('\n', found.Memories.Select(memory => memory.Memory.Text));
            Assert.Equal(!isStored, said.Contains(SecretOf(caller), StringComparison.Ordinal));
            Assert.Equal(!isStored, (await of.ReadProfileAsync())!.Facts.ContainsKey("email"));
            Assert.Contains("Oslo", said, StringComparison.Ordinal);
            forgotten += isStored ? 1 : 0;
        }

        output.WriteLine($"{forgotten} of {callers} forgotten");
        Assert.InRange(forgotten, callers - Rounds, callers);
    }

    private static async Task ForgetAsync(WebhookCaller webhooks, int caller)
    {
        async Task<Answer> PostAsync(string path, JsonObject body)
        {
            using var content = new ByteArrayContent(WebhookCaller.Bytes(body));
            return (await webhooks.SendAsync(
                HttpMethod.Post, "/api/v1/callers/" + path, content, "Authorization", $"Bearer {OperatorApi.Operator}")).IsOk();
        }

        var found = await PostAsync("find", new JsonObject { ["caller"] = NumberOf(caller) });
        var key = found.Json.GetProperty("items")[0].GetProperty("key").GetString();
        await PostAsync($"{key}/changes", new JsonObject { ["kind"] = "forget", ["fact"] = "email", ["id"] = $"forget-{caller}" });
    }

    private static ChangesBench BenchOf(Stores stores, LearningBench bench, int caller) => new(stores, bench, NumberOf(caller));

    private static string NumberOf(int caller) => $"+1202555{1000 + caller}";

    private static string SecretOf(int caller) => $"person{caller}of{caller}@example.com";

    private Task<ElaomsProcess> ServeAsync(TempFolder folder, ServerSettings settings) => storage == StorageKind.Embedded
        ? ElaomsProcess.ServeAsync(folder.Path, settings.Values, "--urls", "http://127.0.0.1:0")
        : ElaomsProcess.ServeChangedAsync(folder.Path, settings, ServerProgram.LeaseSeconds, "5");

    public sealed class OnFiles(ITestOutputHelper output) : ChangeKillTests(StorageKind.Embedded, output);

    public sealed class OnAzure(ITestOutputHelper output) : ChangeKillTests(StorageKind.Azure, output);
}
