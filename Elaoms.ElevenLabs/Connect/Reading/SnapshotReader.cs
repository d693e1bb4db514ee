using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;

namespace Elaoms.ElevenLabs.Connect.Reading;

/// <summary>Reads what a plan is made from. It changes nothing.</summary>
/// <param name="api">ElevenLabs.</param>
/// <param name="memory">The deployment.</param>
/// <param name="deployment">Where the deployment has its settings.</param>
public sealed class SnapshotReader(ElevenLabsClient api, MemoryClient memory, IDeployment deployment)
{
    /// <summary>Reads.</summary>
    /// <param name="agentIds">The agents that are to be connected.</param>
    /// <exception cref="ElevenLabsException">ElevenLabs can't be read.</exception>
    /// <exception cref="ConnectException">The deployment does not answer as it must.</exception>
    public async Task<ConnectSnapshot> ReadAsync(
        ConnectWish wish, IReadOnlyList<string> agentIds, CancellationToken cancellationToken)
    {
        // The deployment first: without it there is nothing to connect to.
        var answered = await memory.ReadVariablesAsync(wish, agentIds.Count > 0 ? agentIds[0] : null, cancellationToken);
        var token = JsonValues.Text(answered[ElaomsSettings.CallerTokenVariable]);
        if (!await memory.AcceptsSearchKeyAsync(wish, token, cancellationToken))
            throw new ConnectException(
                $"{wish.SearchDataUrl} refuses the key. ELEVENLABS_SEARCH_DATA_KEY here is not that of the deployment.");

        var agents = new List<AgentSnapshot>();
        foreach (var id in agentIds.Distinct(StringComparer.Ordinal))
            agents.Add(await ReadAgentAsync(id, cancellationToken));
        return new ConnectSnapshot
        {
            Agents = agents,
            Secrets = await UnlessForbiddenAsync(() => api.Secrets.ListAsync(OwnNames.SecretPrefix, cancellationToken)),
            Tools = await ReadToolsAsync(cancellationToken),
            Webhooks = await UnlessForbiddenAsync(() => api.Webhooks.ListAsync(cancellationToken)),
            AttachedTools = await AttachedTools.ReadAsync(
                api, agents.SelectMany(agent => agent.Branches).Select(branch => branch.Configuration).OfType<Agent>(), cancellationToken),
            Answered = answered,
            PostCallSecrets = (await deployment.ReadPostCallSecretsAsync(cancellationToken)).Select(OwnNames.FingerprintOf)
                .ToHashSet(StringComparer.Ordinal),
            Workspace = await UnlessForbiddenAsync(() => api.Webhooks.ReadSettingsAsync(cancellationToken)),
        };
    }

    private async Task<AgentSnapshot> ReadAgentAsync(string id, CancellationToken cancellationToken)
    {
        var main = await api.Agents.GetAsync(id, branchId: null, cancellationToken);
        var pinned = main.PhoneNumbers.Select(number => number.AssignedAgent?.BranchId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var branches = new List<BranchSnapshot>();
        foreach (var branch in await ReadBranchesAsync(id, cancellationToken))
        {
            var isMain = branch.Id == (main.MainBranchId ?? main.BranchId);
            var read = new BranchSnapshot(branch, isMain, pinned.Contains(branch.Id), isMain ? main : null);
            branches.Add(read is { IsMain: false, TakesCalls: true }
                ? read with { Configuration = await api.Agents.GetAsync(id, branch.Id, cancellationToken) }
                : read);
        }

        if (!branches.Exists(branch => branch.IsMain))
            branches.Insert(0, new BranchSnapshot(Branch: null, IsMain: true, IsPinned: false, main));
        var calls = await UnlessForbiddenAsync(() => api.Agents.ListRecentConversationsAsync(id, cancellationToken));
        return new AgentSnapshot(
            main,
            branches,
            calls?.GroupBy(call => call.ConversationInitiationSource ?? "unknown", StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
            calls?.Count(call => call.Direction == "outbound") ?? 0);
    }

    private async Task<IReadOnlyList<Branch>> ReadBranchesAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await api.Agents.ListBranchesAsync(id, cancellationToken);
        }
        catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.NotFound)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<ToolSnapshot>> ReadToolsAsync(CancellationToken cancellationToken)
    {
        var tools = new List<ToolSnapshot>();
        foreach (var tool in await api.Tools.ListAsync(OwnNames.Tool, cancellationToken))
        {
            if (tool.Name == OwnNames.Tool)
                tools.Add(new ToolSnapshot(
                    tool, [.. (await api.Tools.ListDependentAgentsAsync(tool.Id, cancellationToken)).Select(agent => agent.Id)]));
        }

        return tools;
    }

    /// <summary>Reads something; null if the key may not.</summary>
    internal static async Task<T?> UnlessForbiddenAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.Forbidden)
        {
            return null;
        }
    }
}
