using Elaoms.ElevenLabs.Connect;
using Elaoms.ElevenLabs.Connect.Applying;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.ElevenLabs.Connect.Reading;
using Elaoms.FakePlatform;
using Elaoms.FakePlatform.Store;
using Elaoms.Tests.Server;

namespace Elaoms.Tests.ElevenLabs.Connect;

/// <summary>A played platform, a played deployment, and <c>connect</c> between them.</summary>
internal sealed class ConnectBench : IAsyncDisposable
{
    private ConnectBench(PlayedPlatform platform, PlayedMemory memory)
    {
        (Platform, Memory) = (platform, memory);
        Wish = new ConnectWish(memory.Address, PlayedMemory.ClientDataKey, PlayedMemory.SearchDataKey);
    }

    public PlayedPlatform Platform { get; }

    public PlayedMemory Memory { get; }

    public StateInMemory State { get; } = new();

    public ConnectWish Wish { get; set; }

    public static async Task<ConnectBench> StartAsync() => new(await PlayedPlatform.StartAsync(), await PlayedMemory.StartAsync());

    /// <summary>Adds an agent that people reach by telephone.</summary>
    public FakeAgent AddAgent(string name = "Reception")
    {
        var agent = Platform.Store.AddAgent(name);
        agent.Numbers.Add(new FakeNumber($"phnum_{agent.Id}", "+12025550100"));
        return agent;
    }

    public async Task<ConnectPlan> PlanAsync(CancellationToken cancellationToken = default)
    {
        await using var client = PlatformClient.Of(Platform);
        return await PlanAsync(client, cancellationToken);
    }

    /// <summary>Makes a plan and applies it.</summary>
    public async Task<ConnectReport> ApplyAsync(CancellationToken cancellationToken = default)
    {
        await using var client = PlatformClient.Of(Platform);
        var plan = await PlanAsync(client, cancellationToken);
        return await ApplyAsync(client, plan, cancellationToken);
    }

    /// <summary>Applies a plan that was made before.</summary>
    public async Task<ConnectReport> ApplyAsync(ConnectPlan plan, CancellationToken cancellationToken = default)
    {
        await using var client = PlatformClient.Of(Platform);
        return await ApplyAsync(client, plan, cancellationToken);
    }

    public async Task<ConnectReport> UndoAsync(CancellationToken cancellationToken = default, params string[] agents)
    {
        await using var client = PlatformClient.Of(Platform);
        var report = new ConnectReport();
        await new ConnectUndo(client.Api, State).UndoAsync(agents, report, cancellationToken);
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        await Memory.DisposeAsync();
    }

    private async Task<ConnectPlan> PlanAsync(PlatformClient client, CancellationToken cancellationToken)
    {
        var snapshot = await new SnapshotReader(client.Api, new MemoryClient(TestHttp.ClientFor(Memory.Address), TimeProvider.System),
            Memory)
            .ReadAsync(Wish, [.. Platform.Store.Agents.Keys], cancellationToken);
        return Planner.Plan(snapshot, Wish, await State.ReadAsync(cancellationToken));
    }

    private async Task<ConnectReport> ApplyAsync(PlatformClient client, ConnectPlan plan, CancellationToken cancellationToken)
    {
        var report = new ConnectReport();
        var memory = new MemoryClient(TestHttp.ClientFor(Memory.Address), TimeProvider.System);
        await new ConnectApply(client.Api, Memory, new DeploymentReadiness(memory, Memory, new MovableClock(hurry: 1000)), State)
            .ApplyAsync(plan, Wish, report, cancellationToken);
        return report;
    }
}
