using System.Text.Json.Nodes;

namespace Elaoms.ElevenLabs.Api.Models;

/// <summary>An agent in a list.</summary>
public sealed record AgentSummary(string AgentId, string Name, bool Archived = false);

/// <summary>An agent, or one of its branches. What a <c>PATCH</c> may change is kept as JSON, with fields that are unknown here.</summary>
public sealed record Agent(string AgentId, string Name)
{
    /// <summary>Prompt, first message, tools, placeholders.</summary>
    public JsonObject ConversationConfig { get; init => field = value ?? []; } = [];

    /// <summary>Overrides, webhooks, data collection, privacy.</summary>
    public JsonObject PlatformSettings { get; init => field = value ?? []; } = [];

    /// <summary>Nodes and edges; empty for an agent that is no workflow.</summary>
    public JsonObject Workflow { get; init => field = value ?? []; } = [];

    /// <summary>The telephone numbers that lead to it.</summary>
    public IReadOnlyList<PhoneNumber> PhoneNumbers { get; init => field = value ?? []; } = [];

    /// <summary>The WhatsApp accounts that lead to it.</summary>
    public IReadOnlyList<JsonObject> WhatsappAccounts { get; init => field = value ?? []; } = [];

    /// <summary>What the key's owner may do with it; null if the API does not say.</summary>
    public AccessInfo? AccessInfo { get; init; }

    /// <summary>The version that this is; null for an agent without versions.</summary>
    public string? VersionId { get; init; }

    /// <summary>The branch that this is; null for an agent without branches.</summary>
    public string? BranchId { get; init; }

    /// <summary>The agent's main branch.</summary>
    public string? MainBranchId { get; init; }
}

/// <summary>What somebody may do: <c>admin</c>, <c>editor</c>, <c>commenter</c> or <c>viewer</c>.</summary>
public sealed record AccessInfo(string? Role);

/// <summary>A telephone number.</summary>
public sealed record PhoneNumber(string PhoneNumberId, AssignedAgent? AssignedAgent = null, string? Provider = null);

/// <summary>Where a number leads; <see cref="BranchId"/> if it is pinned to one.</summary>
public sealed record AssignedAgent(string AgentId, string? BranchId = null, string? Environment = null);

/// <summary>A branch of an agent.</summary>
public sealed record Branch(string Id, string Name)
{
    /// <summary>Share of the calls that it takes, 0 to 100.</summary>
    public double CurrentLivePercentage { get; init; }

    /// <summary><c>writer_perms_required</c> or <c>admin_perms_required</c>.</summary>
    public string? ProtectionStatus { get; init; }

    /// <summary>Whether it has changes that are not published.</summary>
    public bool DraftExists { get; init; }

    /// <summary>Whether it is put away.</summary>
    public bool IsArchived { get; init; }

    /// <summary>Calls of the last seven days.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("calls_7d")]
    public int CallsIn7Days { get; init; }
}

/// <summary>A version of a branch, and the one before it.</summary>
public sealed record AgentVersion(string Id, AgentVersionParents? Parents = null);

/// <summary>Where a version comes from.</summary>
public sealed record AgentVersionParents(string? InBranchParentId = null);

/// <summary>What is changed of an agent: single leaves in their real nesting. Lists are replaced whole.</summary>
public sealed record AgentPatch
{
    /// <summary>Leaves of the conversation's configuration.</summary>
    public JsonObject? ConversationConfig { get; init; }

    /// <summary>Leaves of the platform's settings.</summary>
    public JsonObject? PlatformSettings { get; init; }

    /// <summary>The whole workflow.</summary>
    public JsonObject? Workflow { get; init; }

    /// <summary>What the agent's history says of the change.</summary>
    public string? VersionDescription { get; init; }
}
