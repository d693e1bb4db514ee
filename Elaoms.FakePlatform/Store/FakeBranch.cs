using System.Text.Json.Nodes;

namespace Elaoms.FakePlatform.Store;

/// <summary>A branch of an agent, with its configuration.</summary>
public sealed class FakeBranch(string id, string name)
{
    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Share of the calls, 0 to 100.</summary>
    public double Live { get; set; }

    /// <summary>Whether only admins may change it.</summary>
    public bool IsProtected { get; set; }

    /// <summary>Whether it has changes that are not published.</summary>
    public bool HasDraft { get; set; }

    /// <summary>Its versions, the newest last.</summary>
    public List<FakeVersion> Versions { get; } = [];

    /// <summary><c>conversation_config</c>.</summary>
    public JsonObject Conversation { get; set; } = [];

    /// <summary><c>platform_settings</c>.</summary>
    public JsonObject Platform { get; set; } = [];

    /// <summary><c>workflow</c>.</summary>
    public JsonObject Workflow { get; set; } = [];

    /// <summary>Makes a version of what it is now.</summary>
    public void Commit(string version) => Versions.Add(new FakeVersion(
        version, (JsonObject)Conversation.DeepClone(), (JsonObject)Platform.DeepClone(), (JsonObject)Workflow.DeepClone()));

    /// <summary>The ids of the tools that the agent itself has.</summary>
    public IEnumerable<string> ToolIds => TextsOf(Conversation["agent"]?["prompt"]?["tool_ids"]);

    /// <summary>The ids of all tools, those of workflow nodes included.</summary>
    public IEnumerable<string> AllToolIds => ToolIds.Concat(
        Nodes.SelectMany(node => TextsOf(node["additional_tool_ids"])
            .Concat(TextsOf(node["conversation_config"]?["agent"]?["prompt"]?["tool_ids"]))
            .Concat(node["tools"] is JsonArray tools ? tools.Select(tool => tool!["tool_id"]!.GetValue<string>()) : [])));

    /// <summary>The nodes of the workflow.</summary>
    public IEnumerable<JsonObject> Nodes
        => Workflow["nodes"] is JsonObject nodes ? nodes.Select(node => node.Value).OfType<JsonObject>() : [];

    private static IEnumerable<string> TextsOf(JsonNode? list)
        => list is JsonArray items ? items.Select(item => item!.GetValue<string>()) : [];
}

/// <summary>A branch as it was.</summary>
public sealed record FakeVersion(string Id, JsonObject Conversation, JsonObject Platform, JsonObject Workflow);
