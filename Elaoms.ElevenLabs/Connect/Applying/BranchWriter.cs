using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;

namespace Elaoms.ElevenLabs.Connect.Applying;

/// <summary>
/// Writes changes of a branch and reads back whether they are there. The API has no conditional writes: if somebody else wrote at the same
/// moment, which the branch's versions show, the same changes are made once more on top of what they wrote.
/// </summary>
internal sealed class BranchWriter(ElevenLabsClient api)
{
    private const int Tries = 3;

    /// <summary>Reads a branch.</summary>
    public Task<Agent> ReadAsync(string agentId, string? branchId, CancellationToken cancellationToken)
        => api.Agents.GetAsync(agentId, branchId, cancellationToken);

    /// <summary>Writes.</summary>
    /// <param name="before">The branch, just read.</param>
    /// <param name="changes">Changes that are pending in it.</param>
    /// <returns>The places that are not as they should be; empty if all is well.</returns>
    public async Task<IReadOnlyList<string>> WriteAsync(
        Agent before, string? branchId, IReadOnlyList<LeafChange> changes, CancellationToken cancellationToken)
    {
        AgentLeaves wanted, actual;
        Agent? overwritten = before;
        var ours = new HashSet<string?>(StringComparer.Ordinal) { before.VersionId };
        var tries = 0;
        do
        {
            wanted = AgentLeaves.Of(overwritten);
            foreach (var change in changes)
                wanted.Apply(change);
            var written = await api.Agents.PatchAsync(before.AgentId, branchId, wanted.ToPatch(changes), cancellationToken);
            overwritten = ours.Add(written.VersionId) ? await OverwrittenAsync(written, ours, branchId, cancellationToken) : null;
        }
        while (overwritten is not null && ++tries < Tries);

        actual = AgentLeaves.Of(await ReadAsync(before.AgentId, branchId, cancellationToken));
        if (wanted.DifferencesFrom(actual, changes).Any())
        {
            await RemoveOthersAsync(before.AgentId, branchId, wanted, actual, changes, cancellationToken);
            actual = AgentLeaves.Of(await ReadAsync(before.AgentId, branchId, cancellationToken));
        }

        return [.. wanted.DifferencesFrom(actual, changes)];
    }

    // Where the API merges maps, what is to go must be named. If it refuses that, each place is tried by itself.
    private async Task RemoveOthersAsync(
        string agentId, string? branchId, AgentLeaves wanted, AgentLeaves actual, IReadOnlyList<LeafChange> changes,
        CancellationToken cancellationToken)
    {
        if (await IsTakenAsync(wanted.ToPatch(changes, actual)))
            return;
        foreach (var place in changes.GroupBy(change => string.Join('.', AgentLeaves.UnitOf(change)), StringComparer.Ordinal))
        {
            var ofPlace = place.ToList();
            if (await IsTakenAsync(wanted.ToPatch(ofPlace, actual)) || ofPlace is not [{ Kind: LeafKind.Value, New: JsonObject } change])
                continue;

            // An object can be taken away and set again. A key of a map that may not be null stays, which the caller is told.
            var without = wanted.Copy();
            without.Apply(change with { New = null });
            await api.Agents.PatchAsync(agentId, branchId, without.ToPatch(ofPlace), cancellationToken);
            await api.Agents.PatchAsync(agentId, branchId, wanted.ToPatch(ofPlace), cancellationToken);
        }

        async Task<bool> IsTakenAsync(AgentPatch patch)
        {
            try
            {
                await api.Agents.PatchAsync(agentId, branchId, patch, cancellationToken);
                return true;
            }
            catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.Invalid)
            {
                return false;
            }
        }
    }

    // What somebody else wrote between our reading and our writing, and what we may have taken away with a whole list; null for nothing.
    private async Task<Agent?> OverwrittenAsync(
        Agent written, HashSet<string?> ours, string? branchId, CancellationToken cancellationToken)
    {
        if (written.VersionId is not { } versionId)
            return null;
        try
        {
            var version = await api.Agents.GetVersionAsync(written.AgentId, versionId, cancellationToken);
            return version.Parents?.InBranchParentId is { } parent && !ours.Contains(parent)
                ? await api.Agents.GetVersionedAsync(written.AgentId, branchId, parent, cancellationToken)
                : null;
        }
        catch (ElevenLabsException fault) when (fault.Fault is ElevenLabsFault.NotFound or ElevenLabsFault.Forbidden)
        {
            return null;
        }
    }
}
