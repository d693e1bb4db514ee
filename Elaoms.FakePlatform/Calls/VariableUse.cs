using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Elaoms.FakePlatform.Calls;

/// <summary>Finds the variables that a conversation needs at its start, as the platform does.</summary>
internal static partial class VariableUse
{
    public static IEnumerable<string> OfText(JsonNode? node) => node switch
    {
        JsonObject map => map.Where(pair => pair.Key != "dynamic_variable_placeholders").SelectMany(pair => OfText(pair.Value)),
        JsonArray list => list.SelectMany(OfText),
        JsonValue value when value.TryGetValue<string>(out var text) => Template.Matches(text).Select(match => match.Groups["name"].Value),
        _ => [],
    };

    /// <summary>Of a tool: the variables of its parameters and headers.</summary>
    public static IEnumerable<string> OfTool(JsonObject tool)
    {
        var given = (tool["assignments"] as JsonArray ?? []).Select(one => one!["dynamic_variable"]!.GetValue<string>()).ToList();
        return Named(tool["api_schema"]).Except(given);
    }

    private static IEnumerable<string> Named(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair =>
            pair.Key is "dynamic_variable" or "variable_name" && pair.Value is JsonValue name
                && name.GetValue<string>() is { Length: > 0 } text
                ? [text]
                : Named(pair.Value)),
        JsonArray list => list.SelectMany(Named),
        _ => [],
    };

    [GeneratedRegex(
        @"\{\{\s*(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    public static partial Regex Template { get; }
}
