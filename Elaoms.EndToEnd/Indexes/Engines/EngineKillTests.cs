using Elaoms.Indexes.OpenMemory;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.EndToEnd.Cli;
using Elaoms.EndToEnd.Crashes;
using Elaoms.Tests.Indexes.OpenMemory;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Indexes.Engines;

/// <summary>
/// A server that is killed with <c>kill -9</c> while it tells OpenMemory of calls tells it all in the end, and nothing twice. Lengthen the
/// run with <c>ELAOMS_KILL_ROUNDS</c>.
/// </summary>
public abstract class EngineKillTests(OpenMemoryDialect dialect, ITestOutputHelper output)
{
    // A server's turn at a caller that was killed is over after three minutes.
    private const string Later = "10";
    private const int Share = 4;

    // Enough for the adds that are waited for. The server takes calls much faster than it tells of them.
    private const int CallsPerRound = 100;

    [Fact]
    public async Task Memories_are_all_held_once_however_often_the_server_is_killed()
    {
        var (seed, rounds) = (TestEnvironment.Seed(), Math.Max(1, TestEnvironment.Count("ELAOMS_KILL_ROUNDS", 6) / Share));
        output.WriteLine($"ELAOMS_SEED={seed} ELAOMS_KILL_ROUNDS={rounds * Share}");
        using var folder = new TempFolder();
        await using var openMemory = await FakeOpenMemory.StartAsync(dialect);
        openMemory.Faults.AddDelay = TimeSpan.FromMilliseconds(2);
        var settings = new ServerSettings(folder);
        (settings[SettingNames.OpenMemoryPort], settings[SettingNames.OpenMemoryKey]) = ($"{openMemory.Address}", openMemory.Key);
        settings["Logging:LogLevel:Default"] = "Warning";
        var load = new CallLoad();

        for (var round = 0; round < rounds; round++)
        {
            await using var server = await ElaomsProcess.ServeChangedAsync(folder.Path, settings, ServerProgram.MinutesAhead, "0");
            using var stop = new CancellationTokenSource();
            var sending = load.SendAsync(new WebhookCaller(server.Address, settings), stop.Token, CallsPerRound);
#pragma warning disable CA5394
            var enough = openMemory.Adds + new Random(unchecked(seed + round)).Next(1, 80);
#pragma warning restore CA5394
            await Eventually.IsTrueAsync(() => openMemory.Adds >= enough, "memories are added");
            await server.KillAsync();
            await stop.CancelAsync();
            await sending;
        }

        await using (var server = await ElaomsProcess.ServeChangedAsync(folder.Path, settings, ServerProgram.MinutesAhead, Later))
        {
            await new WebhookCaller(server.Address, settings).LearnedAsync();
            await using var stores = new Stores(settings.Read(), TimeProvider.System);
            await Eventually.IsTrueAsync(
                async () => await stores.Get<IDocumentStore<IndexTask>>().CountAsync() == 0, "OpenMemory is told of all callers");
            await foreach (var caller in stores.Get<CallerRecords>().ListAsync(CancellationToken.None))
            {
                var record = (await stores.Records.ReadAsync(caller, CancellationToken.None))!.Value;
                var note = (await stores.Get<IDocumentStore<EngineNote>>().ReadAsync(caller, CancellationToken.None))!.Value;
                Assert.All(record.Memories, memory => Assert.NotEmpty(note.Held[memory.Id].Ids));
            }
        }

        output.WriteLine($"{load.Acknowledged} calls, {openMemory.Memories.Count} memories held");
        Assert.Distinct(openMemory.Memories.Select(memory => (memory.Metadata["elaoms_caller"]!.ToString(), memory.Given)));
    }

    public sealed class UserIds(ITestOutputHelper output) : EngineKillTests(OpenMemoryDialect.UserIds, output);

    public sealed class Tenants(ITestOutputHelper output) : EngineKillTests(OpenMemoryDialect.Tenants, output);
}
