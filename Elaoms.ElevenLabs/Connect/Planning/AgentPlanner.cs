using System.Text.Json.Nodes;
using Elaoms.Core.Signing;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;
using Elaoms.ElevenLabs.Connect.Reading;

namespace Elaoms.ElevenLabs.Connect.Planning;

/// <summary>Plans the changes of one agent, on each branch that takes calls.</summary>
internal sealed class AgentPlanner(
    AgentSnapshot agent, ConnectSnapshot snapshot, ConnectWish wish, IReadOnlyDictionary<string, IReadOnlyList<string>> missing)
{
    public static readonly string[] Placeholders =
        ["conversation_config", "agent", "dynamic_variables", "dynamic_variable_placeholders"];

    private static readonly string[] Overrides = ["platform_settings", "overrides"];
    private static readonly string[] WorkspaceOverrides = ["platform_settings", "workspace_overrides"];
    private static readonly string[] Collection = ["platform_settings", "data_collection"];
    private static readonly string[] ToolIds = ["conversation_config", "agent", "prompt", "tool_ids"];

    private readonly AgentTraps _traps = new(agent, snapshot, wish, missing);

    /// <summary>Makes the plan.</summary>
    /// <param name="tools">Chooses the tool.</param>
    /// <param name="hook">The post-call webhook; null if there can be none yet.</param>
    /// <param name="clientDataSecret">The id of the secret with the key of client-data.</param>
    public AgentPlan Plan(ToolPlanner tools, WebhookPlan? hook, string clientDataSecret)
    {
        var refusals = _traps.Refusals().ToList();
        var variant = _traps.Tool();
        if (refusals.Count > 0)
            return new AgentPlan(agent.Id, agent.Main.Name) { Refusals = refusals };

        var toolId = tools.IdOf(variant);
        var hookId = hook?.WebhookId ?? NewIds.Webhook;
        return new AgentPlan(agent.Id, agent.Main.Name)
        {
            Branches =
            [
                .. _traps.Branches.Select(branch => new BranchPlan(
                    branch.Id,
                    branch.Name,
                    [.. Changes(AgentLeaves.Of(branch.Configuration!), branch.Configuration!, toolId, hookId, clientDataSecret)])),
            ],
            Warnings = [.. _traps.Warnings(variant)],
            Untouched = [.. _traps.Untouched()],
            Tool = variant,
        };
    }

    private IEnumerable<LeafChange> Changes(
        AgentLeaves leaves, Agent branch, string toolId, string hookId, string clientDataSecret)
        => StartOfCall(leaves, clientDataSecret)
            .Concat(EndOfCall(leaves, hookId))
            .Concat(Tools(leaves, branch, toolId))
            .Concat(KnownVariables.Samples.Where(sample => (leaves.Find(Placeholders) as JsonObject)?.ContainsKey(sample.Key) != true)
                .Select(sample => new LeafChange([.. Placeholders, sample.Key], LeafKind.Entry, Old: null, sample.Value?.DeepClone())))
            .Concat(Collected(leaves))
            .Concat(wish.Prompt && _traps.MayHavePassage && PromptPassage.ChangeOf(leaves) is { } passage ? [passage] : []);

    private IEnumerable<LeafChange> StartOfCall(AgentLeaves leaves, string clientDataSecret)
    {
        if (agent.HasLine)
        {
            foreach (var change in Value(leaves, true, [.. Overrides, "enable_conversation_initiation_client_data_from_webhook"])
                .Concat(Value(
                    leaves,
                    new JsonObject
                    {
                        ["url"] = wish.ClientDataUrl.AbsoluteUri,
                        ["request_headers"] = new JsonObject
                        {
                            [SharedKey.HeaderName] = new JsonObject { ["secret_id"] = clientDataSecret },
                        },
                    },
                    [.. WorkspaceOverrides, "conversation_initiation_client_data_webhook"])))
                yield return change;
        }

        foreach (var change in Value(leaves, true, [.. Overrides, "conversation_config_override", "agent", "first_message"]))
            yield return change;
    }

    private static IEnumerable<LeafChange> EndOfCall(AgentLeaves leaves, string hookId)
    {
        string[] hooks = [.. WorkspaceOverrides, "webhooks"];
        string[] events = [.. hooks, "events"];
        var changes = Value(leaves, hookId, [.. hooks, "post_call_webhook_id"])
            .Concat(Value(leaves, "json", [.. hooks, "transcript_format"]));
        if (!JsonValues.Texts(leaves.Find(events)).Contains("transcript", StringComparer.Ordinal))
            changes = changes.Append(new LeafChange(events, LeafKind.Item, Old: null, "transcript"));
        return JsonValues.IsTrue(leaves.Find([.. hooks, "exclude_transcript"]))
            ? changes.Concat(Value(leaves, false, [.. hooks, "exclude_transcript"]))
            : changes;
    }

    private IEnumerable<LeafChange> Tools(AgentLeaves leaves, Agent branch, string toolId)
    {
        var places = _traps.NodesOf(branch).Select(node => (IReadOnlyList<string>)["workflow", "nodes", node, "additional_tool_ids"])
            .DefaultIfEmpty(ToolIds);
        foreach (var place in places)
        {
            var present = JsonValues.Texts(leaves.Find(place)).ToList();

            // Two tools of one name would confuse the model, and the former one asks another address or in another way.
            var former = present.Where(id => id != toolId && snapshot.AttachedTools.TryGetValue(id, out var tool)
                && RecallTool.IsOurs(tool))
                .ToList();
            if (!present.Contains(toolId, StringComparer.Ordinal))
            {
                yield return new LeafChange(place, LeafKind.Item, former.Count > 0 ? former[0] : null, toolId);
                if (former.Count > 0)
                    present[present.IndexOf(former[0])] = toolId;
                former = [.. former.Skip(1)];
            }

            foreach (var further in former)
            {
                yield return new LeafChange(place, LeafKind.Item, further, New: null) { At = present.IndexOf(further) };
                present.Remove(further);
            }
        }
    }

    private IEnumerable<LeafChange> Collected(AgentLeaves leaves)
        => wish.Collect && !_traps.HasAnalysisItems
            ? CollectedItems.MissingIn(leaves.Find(Collection) as JsonObject ?? [])
                .Select(item => new LeafChange([.. Collection, item.Name], LeafKind.Entry, Old: null, item.Item))
            : [];

    private static IEnumerable<LeafChange> Value(AgentLeaves leaves, JsonNode wanted, IReadOnlyList<string> path)
    {
        var present = leaves.Find(path);
        if (JsonValues.AreSame(present, wanted))
            yield break;

        // What the API left out of its answer is off.
        var former = present is null && wanted.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False
            ? JsonValue.Create(false)
            : present?.DeepClone();
        yield return new LeafChange(path, LeafKind.Value, former, wanted);
    }
}
