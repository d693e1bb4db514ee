using Elaoms.Core.Indexing;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Indexes.OpenMemory;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Indexes.Engines;

/// <summary>The product beside an OpenMemory server, over HTTP on both sides.</summary>
public abstract class OpenMemoryServerOutageTests(OpenMemoryDialect dialect, StorageKind storage)
{
    private const string Number = "+12025550123";

    [Fact]
    public async Task Call_is_learned_and_found_whether_the_server_is_up_or_down_and_held_when_it_can_be()
    {
        await using var openMemory = await FakeOpenMemory.StartAsync(dialect);
        await using var server = await TestServer.StartAsync(
            settings =>
                (settings[SettingNames.OpenMemoryPort], settings[SettingNames.OpenMemoryKey]) = ($"{openMemory.Address}", openMemory.Key),
            storage: storage);

        await server.TeachAsync(LearningBench.Body(1, Number, plan: "apples", conversation: "c1"));
        await UpToDateAsync(server);
        Assert.Contains(openMemory.Memories, memory => memory.Given.Contains("apples", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(
            async () => await ChecksAsync(server) == """{"storage":"ok","queue":"ok","engine":"openmemory","engine_state":"ok"}""",
            "all is seen to be well");
        Assert.Contains("I have apples", (await server.Webhooks.SearchDataAsync(Number, "apples")).IsOk().Found);

        await openMemory.StopAsync();
        await server.TeachAsync(LearningBench.Body(2, Number, plan: "pears", conversation: "c2"));
        Assert.Contains("I have pears", (await server.Webhooks.SearchDataAsync(Number, "pears")).IsOk().Found);
        await Eventually.IsTrueAsync(
            async () => await ChecksAsync(server) == """{"storage":"ok","queue":"ok","engine":"openmemory","engine_state":"failed"}""",
            "the engine is seen to be down");
        await Eventually.IsTrueAsync(
            async () => (await server.Webhooks.GetAsync("/health/ready")).Status == 200, "the server is ready without it");

        await openMemory.RestartAsync();
        await Eventually.IsTrueAsync(
            async () =>
            {
                // What the sweep does every five minutes, when the task's time has come.
                await server.Get<CallersToIndex>().AddAsync(
                    server.Get<Core.Records.CallerKeys>().Of(new Core.Calls.Caller(Core.Calls.CallerKind.Phone, Number)),
                    CancellationToken.None);
                return openMemory.Memories.Any(memory => memory.Given.Contains("pears", StringComparison.Ordinal));
            },
            "OpenMemory is told of the second call");
    }

    private static Task UpToDateAsync(TestServer server)
        => Eventually.IsTrueAsync(
            async () => await server.Get<IDocumentStore<IndexTask>>().CountAsync() == 0, "OpenMemory is told of all callers");

    private static async Task<string> ChecksAsync(TestServer server)
        => (await server.Webhooks.GetAsync("/health/ready")).Json.GetProperty("checks").GetRawText();

    public sealed class UserIdsOnFiles() : OpenMemoryServerOutageTests(OpenMemoryDialect.UserIds, StorageKind.Embedded);

    public sealed class TenantsOnFiles() : OpenMemoryServerOutageTests(OpenMemoryDialect.Tenants, StorageKind.Embedded);
}
