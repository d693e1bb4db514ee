using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;

namespace Elaoms.ElevenLabs.Connect.Planning;

/// <summary>What connecting will change, and nothing else. <c>--apply</c> does exactly this.</summary>
public sealed record ConnectPlan
{
    /// <summary>Secrets that are made or get another value.</summary>
    public IReadOnlyList<SecretPlan> Secrets { get; init; } = [];

    /// <summary>Tools that are made or replaced.</summary>
    public IReadOnlyList<ToolPlan> Tools { get; init; } = [];

    /// <summary>The post-call webhook; null where the plan ends before it.</summary>
    public WebhookPlan? Webhook { get; init; }

    /// <summary>The new value of <c>DYNAMIC_VARIABLES</c>; null if it needs none.</summary>
    public string? Variables { get; init; }

    /// <summary>The agents, each with the changes of its branches or with the reasons why it is refused.</summary>
    public IReadOnlyList<AgentPlan> Agents { get; init; } = [];

    /// <summary>What an admin of the workspace has to do first. Nothing is changed before.</summary>
    public IReadOnlyList<string> AdminTasks { get; init; } = [];

    /// <summary>What somebody should know, whichever the agent.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether there is nothing to change.</summary>
    public bool IsEmpty => Secrets.Count == 0 && Tools.Count == 0 && Variables is null
        && Webhook is null or { IsNew: false, IsSwitchedOn: false, Stale.Count: 0 }
        && Agents.All(agent => agent.Branches.All(branch => branch.Changes.Count == 0));

    /// <summary>Whether nothing stands in the way.</summary>
    public bool IsWhole => AdminTasks.Count == 0 && Agents.All(agent => agent.Refusals.Count == 0);
}

/// <summary>A secret to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; never shown.</param>
/// <param name="SecretId">The one that gets another value; null for a new one.</param>
public sealed record SecretPlan(string Name, string Value, string? SecretId)
{
    /// <summary>Stands for the id where it is not known yet.</summary>
    public string Token => NewIds.OfSecret(Name);
}

/// <summary>A tool to be written.</summary>
/// <param name="Variant">Which of our tools it is.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="ToolId">The one that is replaced; null for a new one.</param>
/// <param name="Old">The configuration that is replaced.</param>
public sealed record ToolPlan(ToolVariant Variant, JsonObject Config, string? ToolId = null, JsonObject? Old = null);

/// <summary>The post-call webhook.</summary>
/// <param name="Name">Its name, or how a new one's begins.</param>
/// <param name="Url">Its address.</param>
/// <param name="WebhookId">The one that is used; null for a new one.</param>
/// <param name="IsSwitchedOn">Whether it is off and is switched on.</param>
/// <param name="MayBeWritten">Whether the key may write it, so that its retries are switched on at each run.</param>
/// <param name="Stale">Webhooks that an earlier run made and nobody needs.</param>
public sealed record WebhookPlan(
    string Name, Uri Url, string? WebhookId, bool IsSwitchedOn, bool MayBeWritten, IReadOnlyList<WorkspaceWebhook> Stale)
{
    /// <summary>Whether it is made.</summary>
    public bool IsNew => WebhookId is null;
}

/// <summary>An agent.</summary>
public sealed record AgentPlan(string AgentId, string Name)
{
    /// <summary>The branches that take calls, with what is changed of each.</summary>
    public IReadOnlyList<BranchPlan> Branches { get; init; } = [];

    /// <summary>Why nothing of it is changed; empty if it is.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>What somebody should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What is not touched, although one might think so.</summary>
    public IReadOnlyList<string> Untouched { get; init; } = [];

    /// <summary>The tool that it gets; null for none.</summary>
    public ToolVariant? Tool { get; init; }
}

/// <summary>A branch of an agent.</summary>
/// <param name="BranchId">Its id; null for the main one.</param>
/// <param name="Changes">What is changed.</param>
public sealed record BranchPlan(string? BranchId, string Name, IReadOnlyList<LeafChange> Changes);
