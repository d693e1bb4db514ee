using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.FakePlatform.Store;

namespace Elaoms.FakePlatform.Rules;

/// <summary>What the platform demands of a change of an agent, and how it merges one.</summary>
internal static class AgentRules
{
    private static readonly string[] Events =
        ["transcript", "audio", "call_initiation_failure", "unredacted_transcript", "unredacted_audio"];

    // Newer than the schema, or null in a new agent.
    private static readonly string[] Known =
    [
        "platform_settings.workspace_overrides.webhooks.exclude_transcript",
        "platform_settings.workspace_overrides.conversation_initiation_client_data_webhook.url",
        "platform_settings.workspace_overrides.conversation_initiation_client_data_webhook.request_headers",
    ];

    private static readonly string[] FreeMaps =
    [
        "conversation_config.agent.dynamic_variables.dynamic_variable_placeholders", "platform_settings.data_collection",
        "platform_settings.workspace_overrides.conversation_initiation_client_data_webhook.request_headers",
    ];

    private static readonly string[] Nullable =
    [
        "platform_settings.workspace_overrides.conversation_initiation_client_data_webhook",
        "platform_settings.workspace_overrides.webhooks.post_call_webhook_id",
        "platform_settings.workspace_overrides.webhooks.send_audio",
        "platform_settings.workspace_overrides.webhooks.exclude_transcript",
        "platform_settings.analysis_items",
    ];

    /// <summary>Merges a change into a copy, and checks what comes of it.</summary>
    /// <returns>The two halves of the configuration, and the workflow.</returns>
    public static (JsonObject Conversation, JsonObject Platform, JsonObject Workflow) Merged(
        FakeBranch branch, JsonObject patch, PlatformSemantics semantics, PlatformStore store)
    {
        var conversation = (JsonObject)branch.Conversation.DeepClone();
        var platform = (JsonObject)branch.Platform.DeepClone();
        if (patch["conversation_config"] is JsonObject conversationPatch)
        {
            RefuseToolsTwice(conversationPatch["agent"]?["prompt"], "body.conversation_config.agent.prompt");
            Merge(conversation, conversationPatch, "conversation_config", semantics);
        }

        if (patch["platform_settings"] is JsonObject platformPatch)
            Merge(platform, platformPatch, "platform_settings", semantics);
        var workflow = patch["workflow"] is JsonObject given ? Workflow(given) : (JsonObject)branch.Workflow.DeepClone();
        CheckReferences(conversation, platform, workflow, store);
        return (conversation, platform, workflow);
    }

    private static void Merge(JsonObject stored, JsonObject patch, string place, PlatformSemantics semantics)
    {
        foreach (var (name, value) in patch)
        {
            var at = $"{place}.{name}";
            var isEntry = FreeMaps.Contains(place);
            if (!isEntry && !stored.ContainsKey(name) && !Known.Contains(at))
                throw PlatformError.Invalid($"body.{at}", "Extra inputs are not permitted", "extra_forbidden");
            switch (value)
            {
                case null when semantics.RefusesNullItems && place == FreeMaps[1]:
                    throw PlatformError.Invalid($"body.{at}", "Input should be a valid dictionary", "model_type");
                case null when isEntry && semantics.NullRemovesKeys:
                    stored.Remove(name);
                    break;
                case null when isEntry || Nullable.Contains(at) || stored[name] is null:
                    stored[name] = null;
                    break;
                case null:
                    throw PlatformError.Invalid($"body.{at}", "Input should not be null", "none_forbidden");
                case JsonObject map when stored[name] is JsonObject inner
                    && !isEntry && !(FreeMaps.Contains(at) && semantics.ReplacesMaps):
                    Merge(inner, map, at, semantics);
                    break;
                default:
                    if (!isEntry && stored[name] is { } former && Kind(former) != Kind(value))
                        throw PlatformError.Invalid($"body.{at}", $"Input should be a valid {Kind(former)}", "type_error");
                    stored[name] = value.DeepClone();
                    break;
            }
        }
    }

    // Nodes are typed: each is whole, or the request is refused.
    private static JsonObject Workflow(JsonObject given)
    {
        Body.Object(given, "body.workflow", [], "edges", "nodes", "prevent_subagent_loops");
        foreach (var (id, node) in given["nodes"] as JsonObject ?? [])
        {
            var place = $"body.workflow.nodes.{id}";
            if (node is not JsonObject body || body["type"] is null)
                throw PlatformError.Invalid(place, "Unable to extract tag using discriminator 'type'", "union_tag_not_found");
            if (body["type"]!.GetValue<string>() == "override_agent" && body["label"] is null)
                throw PlatformError.Invalid($"{place}.label", "Field required", "missing");
            RefuseToolsTwice(body["conversation_config"]?["agent"]?["prompt"], $"{place}.conversation_config.agent.prompt");
        }

        return (JsonObject)given.DeepClone();
    }

    private static void RefuseToolsTwice(JsonNode? prompt, string place)
    {
        if (prompt is JsonObject both && both.ContainsKey("tools") && both.ContainsKey("tool_ids"))
            throw PlatformError.Invalid(place, "Cannot specify both tools and tool_ids");
    }

    private static void CheckReferences(JsonObject conversation, JsonObject platform, JsonObject workflow, PlatformStore store)
    {
        var branch = new FakeBranch("", "") { Conversation = conversation, Workflow = workflow };
        if (branch.AllToolIds.FirstOrDefault(id => !store.Tools.ContainsKey(id)) is { } missing)
            throw PlatformError.Invalid("body.conversation_config.agent.prompt.tool_ids", $"Tool {missing} not found");

        const string Overrides = "body.platform_settings.workspace_overrides";
        if (platform["workspace_overrides"]!["conversation_initiation_client_data_webhook"] is JsonObject hook)
        {
            Body.Object(hook, $"{Overrides}.conversation_initiation_client_data_webhook", ["url", "request_headers"]);
            Body.Address(hook["url"]!.GetValue<string>(), $"{Overrides}.conversation_initiation_client_data_webhook.url");
            ToolRules.Headers(
                hook["request_headers"], $"{Overrides}.conversation_initiation_client_data_webhook.request_headers", store, false);
        }

        var webhooks = platform["workspace_overrides"]!["webhooks"]!;
        if (webhooks["post_call_webhook_id"]?.GetValue<string>() is { } id && !store.Webhooks.ContainsKey(id))
            throw PlatformError.Invalid($"{Overrides}.webhooks.post_call_webhook_id", "Webhook not found");
        if (webhooks["events"]!.AsArray().Any(one => !Events.Contains(one!.GetValue<string>())))
            throw PlatformError.Invalid($"{Overrides}.webhooks.events", "Input should be one of the events", "enum");
        foreach (var (name, item) in (JsonObject)platform["data_collection"]!)
            Body.Object(
                item, $"body.platform_settings.data_collection.{name}", ["type"], [.. AgentDefaults.Property().Select(f => f.Key), "llm"]);
    }

    private static string Kind(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var other => other.ToString().ToLowerInvariant(),
    };
}
