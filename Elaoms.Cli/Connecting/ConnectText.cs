using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Connect.Leaves;
using Elaoms.ElevenLabs.Connect.Planning;

namespace Elaoms.Cli.Connecting;

/// <summary>A plan as people read it: what is made, each leaf that is changed, what to know, and what is left alone.</summary>
internal static class ConnectText
{
    private const int LongestValue = 100;
    private static readonly JsonSerializerOptions Plain = new(
        )
    { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<string> Lines(ConnectPlan plan, string settings)
    {
        foreach (var task in plan.AdminTasks)
            yield return $"admin    {task}";
        foreach (var secret in plan.Secrets)
            yield return secret.SecretId is null ? $"make     secret {secret.Name}" : $"change   secret {secret.Name}: its value";
        foreach (var tool in plan.Tools)
            yield return tool.ToolId is { } id ? $"change   tool {tool.Variant.Key} ({id}): the whole"
                : $"make     tool {tool.Variant.Key}";
        foreach (var line in Webhook(plan.Webhook, settings))
            yield return line;
        if (plan.Variables is { } variables)
            yield return $"write    DYNAMIC_VARIABLES={variables} into {settings}";
        foreach (var warning in plan.Warnings)
            yield return $"note     {warning}";
        foreach (var line in plan.Agents.SelectMany(Agent))
            yield return line;
    }

    /// <summary>The last line: what is to be done next.</summary>
    public static string End(ConnectPlan plan)
    {
        var leaves = plan.Agents.SelectMany(agent => agent.Branches).Sum(branch => branch.Changes.Count);
        var refused = plan.Agents.Count(agent => agent.Refusals.Count > 0);
        var end = plan switch
        {
            { AdminTasks.Count: > 0 } => "Nothing can be changed before an admin has done this.",
            { IsEmpty: true, IsWhole: true } => "Everything is connected. There is nothing to do.",
            { IsEmpty: true } => "There is nothing to change.",
            _ => Text($"{plan.Secrets.Count + plan.Tools.Count} secrets and tools, {leaves} leaves to change. ")
                + "Workspace settings, other tools, voice and model stay as they are.",
        };
        return refused == 0 ? end : Text($"{end} Refused agents: {refused}.");
    }

    private static IEnumerable<string> Webhook(WebhookPlan? hook, string settings)
    {
        if (hook is null)
            yield break;
        if (hook.IsNew)
            yield return $"make     webhook {hook.Name} → {hook.Url}, its secret into {settings}";
        else if (hook.IsSwitchedOn)
            yield return $"change   webhook {hook.Name}: switch it on";
        if (hook.MayBeWritten)
            yield return $"set      webhook {hook.Name}: retries on (at each run, since it can't be read)";
        foreach (var stale in hook.Stale)
            yield return $"delete   webhook {stale.Name}, whose secret is lost";
    }

    private static IEnumerable<string> Agent(AgentPlan agent)
    {
        yield return "";
        yield return $"agent    {agent.Name} ({agent.AgentId})";
        foreach (var refusal in agent.Refusals)
            yield return $"refused  {refusal}";
        foreach (var branch in agent.Branches)
        {
            if (branch.Changes.Count > 0 && (agent.Branches.Count > 1 || branch.BranchId is not null))
                yield return $"branch   {branch.Name}";
            foreach (var place in branch.Changes.GroupBy(PlaceOf, StringComparer.Ordinal))
                yield return $"  {place.Key}\n      {string.Join("\n      ", place.Select(Change))}";
        }

        foreach (var warning in agent.Warnings)
            yield return $"note     {warning}";
        foreach (var untouched in agent.Untouched)
            yield return $"leave    {untouched}";
    }

    // The keys of a map stand together.
    private static string PlaceOf(LeafChange change)
        => change.Kind == LeafKind.Entry ? string.Join('.', change.Path.SkipLast(1)) : change.Place;

    private static string Change(LeafChange change) => change switch
    {
        { Kind: LeafKind.Item, Old: null } => $"+ {Value(change.New)}",
        { Kind: LeafKind.Item, New: null } => $"- {Value(change.Old)}",
        { Kind: LeafKind.Passage, Old: null } => "+ the passage on what is known of the caller",
        { Kind: LeafKind.Passage } => "a new version of the passage on what is known of the caller",
        { Kind: LeafKind.Entry } => $"+ {change.Path[^1]}: {Value(change.New)}",
        _ => $"{Value(change.Old)} → {Value(change.New)}",
    };

    private static string Value(JsonNode? node)
    {
        var text = node?.ToJsonString(Plain) ?? "nothing";
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
