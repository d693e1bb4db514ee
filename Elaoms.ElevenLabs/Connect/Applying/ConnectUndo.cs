using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.ElevenLabs.Connect.Applying;

/// <summary>
/// Takes back what <see cref="ConnectApply"/> did, by its state: restores leaves, unless somebody changed them since, and deletes what it
/// made and nobody uses. It can be cut short anywhere and run again.
/// </summary>
/// <param name="api">ElevenLabs.</param>
/// <param name="states">Where the state is kept.</param>
public sealed class ConnectUndo(ElevenLabsClient api, IConnectStateStore states)
{
    /// <summary>Takes back.</summary>
    /// <param name="agentIds">The agents; none for all.</param>
    /// <param name="report">Gets what was done, and what was left alone.</param>
    public async Task UndoAsync(IReadOnlyCollection<string> agentIds, ConnectReport report, CancellationToken cancellationToken)
    {
        var state = await states.ReadAsync(cancellationToken);
        foreach (var branch in state.Branches.Where(one => agentIds.Count == 0 || agentIds.Contains(one.AgentId,
            StringComparer.Ordinal)).Reverse().ToList())
        {
            if (!await RestoreAsync(branch, report, cancellationToken))
                continue;
            state.Branches.Remove(branch);
            await states.WriteAsync(state, cancellationToken);
        }

        // What agents still use that are connected stays.
        if (state.Branches.Count == 0)
            await new MadeThings(api, states).DeleteAsync(state, report, cancellationToken);
    }

    // False if it has to be tried again.
    private async Task<bool> RestoreAsync(ChangedBranch branch, ConnectReport report, CancellationToken cancellationToken)
    {
        var name = $"{branch.AgentName}{(branch.BranchId is null ? "" : $", branch {branch.BranchId}")}";
        var writer = new BranchWriter(api);
        Agent before;
        try
        {
            before = await writer.ReadAsync(branch.AgentId, branch.BranchId, cancellationToken);
        }
        catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.NotFound)
        {
            report.Left($"{name} is gone.");
            return true;
        }

        var changes = await PendingAsync(branch, before, name, report, cancellationToken);
        if (changes.Count == 0)
            return true;
        var differences = await writer.WriteAsync(before, branch.BranchId, changes, cancellationToken);
        foreach (var place in differences)
            report.Fault($"{name}: {place} is not as it was before.");
        report.Did(FormattableString.Invariant($"Restored {changes.Count} leaves of {name}."));
        return differences.Count == 0;
    }

    private async Task<IReadOnlyList<LeafChange>> PendingAsync(
        ChangedBranch branch, Agent before, string name, ConnectReport report, CancellationToken cancellationToken)
    {
        var (leaves, pending) = (AgentLeaves.Of(before), new List<LeafChange>());
        foreach (var change in branch.Changes.Reverse().Select(change => change.Reversed))
        {
            var state = leaves.StateOf(change);
            if (state == LeafState.ChangedByOthers)
                report.Left($"{name}: somebody changed {change.Place} since. It stays as it is.");
            if (state != LeafState.Pending)
                continue;
            var possible = change;
            if (change is { Kind: LeafKind.Item, New: { } former } && change.Path[^1].EndsWith("tool_ids", StringComparison.Ordinal)
                && JsonValues.Text(former) is { } toolId && !await ExistsAsync(toolId, cancellationToken))
            {
                report.Left($"{name}: the tool {toolId}, which it had before, is gone.");
                possible = change with { New = null };
            }

            leaves.Apply(possible);
            pending.Add(possible);
        }

        return pending;
    }

    private async Task<bool> ExistsAsync(string toolId, CancellationToken cancellationToken)
    {
        try
        {
            await api.Tools.GetAsync(toolId, cancellationToken);
            return true;
        }
        catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.NotFound)
        {
            return false;
        }
    }
}
