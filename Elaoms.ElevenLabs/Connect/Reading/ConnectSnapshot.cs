using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Connect.Reading;

/// <summary>Everything that a plan is made from, as it was read.</summary>
public sealed record ConnectSnapshot
{
    /// <summary>The agents that are to be connected.</summary>
    public required IReadOnlyList<AgentSnapshot> Agents { get; init; }

    /// <summary>The secrets whose names begin like ours; null if the key may not read them.</summary>
    public required IReadOnlyList<StoredSecret>? Secrets { get; init; }

    /// <summary>The tools that are named like ours.</summary>
    public required IReadOnlyList<ToolSnapshot> Tools { get; init; }

    /// <summary>The webhooks of the workspace; null if the key may not read them.</summary>
    public required IReadOnlyList<WorkspaceWebhook>? Webhooks { get; init; }

    /// <summary>The configurations of all tools that the agents have, by id.</summary>
    public required IReadOnlyDictionary<string, JsonObject> AttachedTools { get; init; }

    /// <summary>The variables that the deployment answers, with their defaults.</summary>
    public required JsonObject Answered { get; init; }

    /// <summary>Fingerprints of the secrets with which the deployment verifies deliveries.</summary>
    public required IReadOnlySet<string> PostCallSecrets { get; init; }

    /// <summary>What holds for agents without overrides; null if the key may not read it.</summary>
    public WorkspaceSettings? Workspace { get; init; }
}

/// <summary>An agent with the branches that matter.</summary>
/// <param name="Main">The main branch.</param>
/// <param name="Branches">Its branches; one without an id for an agent that has none.</param>
/// <param name="Sources">
/// Where its newest conversations came from, with how many each; null if the key may not read conversations.
/// </param>
/// <param name="Outbound">How many of those were placed by the agent.</param>
public sealed record AgentSnapshot(
    Agent Main, IReadOnlyList<BranchSnapshot> Branches, IReadOnlyDictionary<string, int>? Sources, int Outbound)
{
    /// <summary>Its id.</summary>
    public string Id => Main.AgentId;

    /// <summary>Whether callers reach it by telephone.</summary>
    public bool HasTelephone => Main.PhoneNumbers.Count > 0;

    /// <summary>Whether it can be reached by telephone or by WhatsApp, where ElevenLabs vouches for who calls.</summary>
    public bool HasLine => HasTelephone || Main.WhatsappAccounts.Count > 0;
}

/// <summary>A branch of an agent.</summary>
/// <param name="Branch">What the list of branches says; null for an agent without branches.</param>
/// <param name="IsMain">Whether it is the main branch.</param>
/// <param name="IsPinned">Whether a telephone number leads to it alone.</param>
/// <param name="Configuration">Its configuration; null if it takes no calls, since it is then not read.</param>
public sealed record BranchSnapshot(Branch? Branch, bool IsMain, bool IsPinned, Agent? Configuration)
{
    /// <summary>The id to be given in requests; null for the main branch.</summary>
    public string? Id => IsMain ? null : Branch!.Id;

    /// <summary>Its name.</summary>
    public string Name => Branch?.Name ?? "main";

    /// <summary>Whether it takes calls.</summary>
    public bool TakesCalls => IsPinned || Branch is null || Branch.CurrentLivePercentage > 0;
}

/// <summary>A tool that is named like ours.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Agents">The ids of the agents that have it.</param>
public sealed record ToolSnapshot(Tool Tool, IReadOnlyList<string> Agents);
