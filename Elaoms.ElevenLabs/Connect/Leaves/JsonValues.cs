using System.Text.Json;
using System.Text.Json.Nodes;

namespace Elaoms.ElevenLabs.Connect.Leaves;

/// <summary>Compares JSON by value: numbers as numbers, and absent members as null.</summary>
public static class JsonValues
{
    /// <summary>Whether two values are the same.</summary>
    public static bool AreSame(JsonNode? one, JsonNode? other) => (one, other) switch
    {
        (null, null) => true,
        (JsonObject a, JsonObject b) => a.All(pair => AreSame(pair.Value, b[pair.Key]))
            && b.All(pair => pair.Value is null || a.ContainsKey(pair.Key)),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => AreSame(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number
            => Number(a).Equals(Number(b)),
        (JsonValue a, JsonValue b) => JsonNode.DeepEquals(a, b),
        _ => false,
    };

    /// <summary>The text of a node; null if it is none.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The texts of a list; none if it is no list.</summary>
    public static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray list ? list.Select(Text).OfType<string>() : [];

    /// <summary>Whether a node is <c>true</c>.</summary>
    public static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    private static double Number(JsonValue value) => JsonSerializer.Deserialize(value, LeafJson.Default.Double);
}
