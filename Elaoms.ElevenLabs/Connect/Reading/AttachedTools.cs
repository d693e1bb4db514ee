using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;

namespace Elaoms.ElevenLabs.Connect.Reading;

/// <summary>The tools of an agent: its own, and those of its workflow's nodes.</summary>
public static class AttachedTools
{
    /// <summary>The ids of all of them; one may come twice.</summary>
    public static IEnumerable<string> Of(Agent agent)
    {
        var agentTools = ToolIds(agent.ConversationConfig);
        return agentTools.Concat(Nodes(agent.Workflow).SelectMany(node => ToolsOfNode(node.Value)));
    }

    /// <summary>Reads the configurations of the tools of agents, by id; those that are gone or may not be read are left out.</summary>
    internal static async Task<IReadOnlyDictionary<string, JsonObject>> ReadAsync(
        ElevenLabsClient api, IEnumerable<Agent> agents, CancellationToken cancellationToken)
    {
        var tools = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var id in agents.SelectMany(Of).Distinct(StringComparer.Ordinal))
        {
            try
            {
                tools[id] = (await api.Tools.GetAsync(id, cancellationToken)).ToolConfig;
            }
            catch (ElevenLabsException fault) when (fault.Fault is ElevenLabsFault.NotFound or ElevenLabsFault.Forbidden)
            {
                // A tool of somebody else: its variables stay unknown.
            }
        }

        return tools;
    }

    /// <summary>The nodes of a workflow.</summary>
    public static IEnumerable<KeyValuePair<string, JsonObject>> Nodes(JsonNode? workflow)
        => workflow?["nodes"] is JsonObject nodes
            ? nodes.Where(node => node.Value is JsonObject).Select(node => KeyValuePair.Create(node.Key, (JsonObject)node.Value!))
            : [];

    /// <summary>
    /// Whether a node is an agent of its own, which can have tools. A node that only speaks takes tools and ignores them.
    /// </summary>
    public static bool CanHaveTools(JsonObject node) => JsonValues.Text(node["type"]) == "override_agent";

    private static IEnumerable<string> ToolsOfNode(JsonObject node)
        => JsonValues.Texts(node["additional_tool_ids"])
            .Concat(node["conversation_config"] is JsonObject settings ? ToolIds(settings) : [])
            .Concat(node["tools"] is JsonArray tools ? tools.Select(tool
                => JsonValues.Text((tool as JsonObject)?["tool_id"])).OfType<string>() : []);

    private static IEnumerable<string> ToolIds(JsonObject settings)
        => settings["agent"] is JsonObject agent && agent["prompt"] is JsonObject prompt ? JsonValues.Texts(prompt["tool_ids"]) : [];
}
