using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Connect.Leaves;

namespace Elaoms.ElevenLabs.Connect.Planning;

/// <summary>Texts that stand in a plan for ids which ElevenLabs will give.</summary>
public static class NewIds
{
    /// <summary>The webhook's.</summary>
    public const string Webhook = "(new webhook)";

    /// <summary>A secret's.</summary>
    public static string OfSecret(string name) => $"(new secret {name})";

    /// <summary>A tool's.</summary>
    public static string OfTool(ToolVariant variant) => $"(new tool {variant.Key})";

    /// <summary>Puts ids in the place of the texts that stand for them.</summary>
    public static JsonNode? Resolve(JsonNode? node, IReadOnlyDictionary<string, string> ids) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Resolve(pair.Value, ids)))),
        JsonArray list => new JsonArray([.. list.Select(item => Resolve(item, ids))]),
        _ when JsonValues.Text(node) is { } text && ids.TryGetValue(text, out var id) => id,
        _ => node?.DeepClone(),
    };

    /// <summary>Puts ids in the place of the texts that stand for them.</summary>
    public static LeafChange Resolve(LeafChange change, IReadOnlyDictionary<string, string> ids)
        => change with { New = Resolve(change.New, ids) };
}
