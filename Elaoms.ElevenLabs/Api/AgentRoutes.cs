using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Api;

/// <summary><c>/v1/convai/agents</c>, and what leads to agents.</summary>
public sealed class AgentRoutes
{
    private const string Root = "v1/convai/agents";
    private readonly ElevenLabsTransport _transport;

    internal AgentRoutes(ElevenLabsTransport transport) => _transport = transport;

    /// <summary>Lists the agents of the workspace that are in use.</summary>
    public async Task<IReadOnlyList<AgentSummary>> ListAsync(CancellationToken cancellationToken)
        => [.. (await _transport.ListAsync(
            $"{Root}?page_size=100",
            ElevenLabsJson.Default.AgentPage,
            page => page.Agents ?? [],
            page => page.NextCursor,
            cancellationToken))
            .Where(agent => !agent.Archived)];

    /// <summary>Reads an agent.</summary>
    /// <param name="agentId">Its id.</param>
    /// <param name="branchId">The branch; null for the main one.</param>
    public Task<Agent> GetAsync(string agentId, string? branchId, CancellationToken cancellationToken)
        => _transport.GetAsync(PathOf(agentId, branchId), ElevenLabsJson.Default.Agent, cancellationToken);

    /// <summary>Reads an agent as it was at a version.</summary>
    /// <param name="branchId">The branch; null for the main one.</param>
    public Task<Agent> GetVersionedAsync(string agentId, string? branchId, string versionId, CancellationToken cancellationToken)
        => _transport.GetAsync(
            $"{PathOf(agentId, branchId)}{(branchId is null ? '?' : '&')}version_id={Uri.EscapeDataString(versionId)}",
            ElevenLabsJson.Default.Agent,
            cancellationToken);

    /// <summary>Changes the leaves that are named and leaves the others as they are.</summary>
    /// <param name="branchId">The branch; null for the main one.</param>
    public Task<Agent> PatchAsync(string agentId, string? branchId, AgentPatch patch, CancellationToken cancellationToken)
        => _transport.SendAsync(
            HttpMethod.Patch, PathOf(agentId, branchId), patch, ElevenLabsJson.Default.AgentPatch, ElevenLabsJson.Default.Agent,
            cancellationToken);

    /// <summary>Lists the branches that are in use; none for an agent that has no versions.</summary>
    public async Task<IReadOnlyList<Branch>> ListBranchesAsync(string agentId, CancellationToken cancellationToken)
    {
        var page = await _transport.GetAsync(
            $"{Root}/{Uri.EscapeDataString(agentId)}/branches?limit=100", ElevenLabsJson.Default.BranchPage, cancellationToken);
        return [.. (page.Results ?? []).Where(branch => !branch.IsArchived)];
    }

    /// <summary>Reads where a version comes from.</summary>
    public Task<AgentVersion> GetVersionAsync(string agentId, string versionId, CancellationToken cancellationToken)
        => _transport.GetAsync(
            $"{Root}/{Uri.EscapeDataString(agentId)}/versions/{Uri.EscapeDataString(versionId)}",
            ElevenLabsJson.Default.AgentVersion,
            cancellationToken);

    /// <summary>Lists the telephone numbers of the workspace.</summary>
    public Task<IReadOnlyList<PhoneNumber>> ListPhoneNumbersAsync(CancellationToken cancellationToken)
        => _transport.GetAsync("v1/convai/phone-numbers", ElevenLabsJson.Default.IReadOnlyListPhoneNumber, cancellationToken);

    /// <summary>Lists the newest conversations of an agent, 100 at most.</summary>
    public async Task<IReadOnlyList<ConversationSummary>> ListRecentConversationsAsync(string agentId, CancellationToken cancellationToken)
        => (await _transport.GetAsync(
            $"v1/convai/conversations?agent_id={Uri.EscapeDataString(agentId)}&page_size=100",
            ElevenLabsJson.Default.ConversationPage,
            cancellationToken)).Conversations ?? [];

    private static string PathOf(string agentId, string? branchId)
        => $"{Root}/{Uri.EscapeDataString(agentId)}{(branchId is null ? "" : $"?branch_id={Uri.EscapeDataString(branchId)}")}";
}
