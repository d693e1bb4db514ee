using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.Tests.ElevenLabs.Connect;
using Xunit;

namespace Elaoms.EndToEnd.ElevenLabs;

/// <summary>
/// For workspaces at random: applied once everything is as promised, applied twice nothing changes, undone all is as before.
/// </summary>
[LongRunning]
public sealed class ConnectPropertyTests
{
    [Fact]
    public void Workspace_is_as_promised_after_apply_and_as_before_after_undo()
    {
        var (connected, refused) = (0, 0);
        Property.Check(GeneratedWorkspace.Any, async workspace =>
        {
            await using var bench = await ConnectBench.StartAsync();
            workspace.Build(bench);
            var before = bench.Platform.Store.Describe();

            var plan = await bench.PlanAsync();
            var applied = await bench.ApplyAsync(plan);
            Assert.Empty(applied.Faults);
            ConnectPromise.IsKept(bench, plan);

            connected += plan.Agents.Count(agent => agent.Refusals.Count == 0);
            refused += plan.Agents.Count(agent => agent.Refusals.Count > 0);
            var state = bench.Platform.Store.Describe();
            var again = Contents(await bench.PlanAsync());
            Assert.True(again.Length == 0, again);
            Assert.Empty((await bench.ApplyAsync()).Done);
            Assert.Equal(state, bench.Platform.Store.Describe());

            var undone = await bench.UndoAsync();
            Assert.Empty(undone.Faults);
            Assert.Equal(WithoutFormerKey(before), WithoutFormerKey(bench.Platform.Store.Describe()));
            Assert.Null(bench.State.Json);
        });

        Assert.True(connected > 0 && refused > 0 && connected > refused / 3, $"{connected} connected, {refused} refused");
    }

    // What a plan changes, for a failure to say.
    private static string Contents(ConnectPlan plan) => plan.IsEmpty ? "" : string.Join('\n', (IEnumerable<string>)
    [
        .. plan.Secrets.Select(secret => secret.Name),
        .. plan.Tools.Select(tool => tool.Variant.Key),
        $"new webhook: {plan.Webhook?.IsNew}, variables: {plan.Variables}",
        .. plan.Agents.SelectMany(agent => agent.Branches).SelectMany(branch => branch.Changes)
            .Select(change => $"{change.Kind} {change.Place}: {change.Old?.ToJsonString()} → {change.New?.ToJsonString()}"),
    ]);

    // The value of a secret that was there before can't be read, so it can't be restored.
    private static string WithoutFormerKey(string workspace)
        => workspace.Replace("=former value", "=", StringComparison.Ordinal)
            .Replace("=" + PlayedMemory.ClientDataKey, "=", StringComparison.Ordinal);
}
