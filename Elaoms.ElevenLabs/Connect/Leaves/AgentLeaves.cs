using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Connect.Leaves;

/// <summary>
/// The configuration of an agent's branch, in which single leaves can be found and changed. What is not changed is never sent.
/// </summary>
public sealed class AgentLeaves
{
    private const string WorkflowPart = "workflow";
    private readonly JsonObject _root;

    private AgentLeaves(JsonObject root) => _root = root;

    /// <summary>Takes a copy of an agent's configuration.</summary>
    public static AgentLeaves Of(Agent agent) => new(new JsonObject
    {
        ["conversation_config"] = agent.ConversationConfig.DeepClone(),
        ["platform_settings"] = agent.PlatformSettings.DeepClone(),
        [WorkflowPart] = agent.Workflow.DeepClone(),
    });

    /// <summary>A copy.</summary>
    public AgentLeaves Copy() => new((JsonObject)_root.DeepClone());

    /// <summary>What is at a path; null for nothing.</summary>
    public JsonNode? Find(params IEnumerable<string> path)
    {
        JsonNode? node = _root;
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node;
    }

    /// <summary>How this configuration stands to a change.</summary>
    public LeafState StateOf(LeafChange change)
    {
        var current = Find(change.Path);
        switch (change.Kind)
        {
            case LeafKind.Item:
                return (change.New is null || IndexOf(current, change.New) >= 0) && IndexOf(current, change.Old) < 0
                    ? LeafState.Done
                    : LeafState.Pending;
            case LeafKind.Passage:
                return StateOfPassage(JsonValues.Text(current) ?? "", JsonValues.Text(change.Old), JsonValues.Text(change.New));
            default:
                if (JsonValues.AreSame(current, change.New))
                    return LeafState.Done;
                return JsonValues.AreSame(current, change.Old) ? LeafState.Pending : LeafState.ChangedByOthers;
        }
    }

    /// <summary>Carries a change out on this copy.</summary>
    public void Apply(LeafChange change)
    {
        var parent = Parent(change.Path);
        var name = change.Path[^1];
        switch (change.Kind)
        {
            case LeafKind.Item:
                if (parent[name] is not JsonArray list)
                    parent[name] = list = [];
                ReplaceItem(list, change);
                break;
            case LeafKind.Entry when change.New is null:
                parent.Remove(name);
                break;
            case LeafKind.Passage:
                var text = JsonValues.Text(parent[name]) ?? "";
                var (former, wanted) = (JsonValues.Text(change.Old), JsonValues.Text(change.New) ?? "");
                parent[name] = former is null ? text + wanted : ReplaceFirst(text, former, wanted);
                break;
            default:
                parent[name] = change.New?.DeepClone();
                break;
        }
    }

    /// <summary>
    /// The body of a <c>PATCH</c> that carries changes out which this copy already has. Lists and free maps are whole; so is the workflow,
    /// whose nodes the API takes only as a whole.
    /// </summary>
    /// <param name="changes">What was changed.</param>
    /// <param name="kept">
    /// What the agent has after a first <c>PATCH</c>; null before it. Keys that it still has and should not are then set to null, for an
    /// API that merges maps.
    /// </param>
    public AgentPatch ToPatch(IEnumerable<LeafChange> changes, AgentLeaves? kept = null)
    {
        var body = new AgentLeaves([]);
        foreach (var unit in changes.Select(UnitOf).DistinctBy(unit => string.Join("\n", unit), StringComparer.Ordinal))
        {
            var value = kept is null ? Find(unit)?.DeepClone() : WithoutOthers(Find(unit), kept.Find(unit));
            body.Parent(unit)[unit[^1]] = unit.Count == 1 ? Cleaned(value) : value;
        }

        return new AgentPatch
        {
            ConversationConfig = Take("conversation_config"),
            PlatformSettings = Take("platform_settings"),
            Workflow = Take(WorkflowPart),
            VersionDescription = "ELAOMS connect",
        };

        JsonObject? Take(string name)
        {
            var part = body._root[name] as JsonObject;
            body._root.Remove(name);
            return part;
        }
    }

    /// <summary>The places of what was changed here that another configuration does not have in the same way.</summary>
    public IEnumerable<string> DifferencesFrom(AgentLeaves actual, IEnumerable<LeafChange> changes)
        => changes.Select(change => change.Path[0] == WorkflowPart ? change.Path : UnitOf(change))
            .Where(place => !JsonValues.AreSame(Find(place), actual.Find(place)))
            .Select(place => string.Join('.', place)).Distinct(StringComparer.Ordinal);

    /// <summary>What a body must hold whole to change a leaf.</summary>
    internal static IReadOnlyList<string> UnitOf(LeafChange change) => change switch
    {
        { Path: [WorkflowPart, ..] } => [WorkflowPart],
        { Kind: LeafKind.Entry } => [.. change.Path.SkipLast(1)],
        _ => change.Path,
    };

    private static LeafState StateOfPassage(string text, string? former, string? wanted) => (former, wanted) switch
    {
        (_, not null) when text.Contains(wanted, StringComparison.Ordinal) => LeafState.Done,
        (null, _) => PromptMarks.AreIn(text) ? LeafState.ChangedByOthers : LeafState.Pending,
        _ when text.Contains(former, StringComparison.Ordinal) => LeafState.Pending,
        (_, null) when !PromptMarks.AreIn(text) => LeafState.Done,
        _ => LeafState.ChangedByOthers,
    };

    private JsonObject Parent(IReadOnlyList<string> path)
    {
        var node = _root;
        foreach (var name in path.SkipLast(1))
        {
            if (node[name] is not JsonObject inner)
                node[name] = inner = [];
            node = inner;
        }

        return node;
    }

    // In the place of the former one, so that taking it back leaves the order as it was.
    private static void ReplaceItem(JsonArray list, LeafChange change)
    {
        var isThere = change.New is null || IndexOf(list, change.New) >= 0;
        var at = IndexOf(list, change.Old);
        if (at >= 0)
            list.RemoveAt(at);
        if (!isThere)
            list.Insert(at < 0 ? Math.Min(change.At ?? list.Count, list.Count) : at, change.New!.DeepClone());
    }

    private static int IndexOf(JsonNode? list, JsonNode? item)
    {
        if (item is null || list is not JsonArray items)
            return -1;
        for (var at = 0; at < items.Count; at++)
        {
            if (JsonValues.AreSame(items[at], item))
                return at;
        }

        return -1;
    }

    private static string ReplaceFirst(string text, string former, string wanted)
        => text.IndexOf(former, StringComparison.Ordinal) is var at and >= 0
            ? string.Concat(text.AsSpan(0, at), wanted, text.AsSpan(at + former.Length))
            : text;

    private static JsonNode? WithoutOthers(JsonNode? wanted, JsonNode? actual)
    {
        if (wanted is not JsonObject map || actual is not JsonObject kept)
            return wanted?.DeepClone();
        var whole = new JsonObject();
        foreach (var (name, value) in map)
            whole[name] = WithoutOthers(value, kept[name]);
        foreach (var (name, value) in kept)
        {
            if (value is not null && !map.ContainsKey(name))
                whole[name] = null;
        }

        return whole;
    }

    // The answer of a GET has a node's tools in both forms, and a body with both is refused.
    private static JsonNode? Cleaned(JsonNode? workflow)
    {
        foreach (var (_, node) in workflow?["nodes"] as JsonObject ?? [])
        {
            if ((node as JsonObject)?["conversation_config"] is JsonObject settings
                && (settings["agent"] as JsonObject)?["prompt"] is JsonObject prompt && prompt.ContainsKey("tool_ids"))
                prompt.Remove("tools");
        }

        return workflow;
    }
}
