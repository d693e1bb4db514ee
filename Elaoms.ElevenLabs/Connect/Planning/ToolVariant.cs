using System.Text.Json.Nodes;
using Elaoms.Core.Recall;
using Elaoms.ElevenLabs.Connect.Leaves;

namespace Elaoms.ElevenLabs.Connect.Planning;

/// <summary>Which of our search tools: they differ in how they say who is on the line.</summary>
/// <param name="HasToken">Whether it sends the call's token, which client-data gave.</param>
/// <param name="Variable">
/// The variable with the application's own id of its user; null for telephones, where the platform names the caller.
/// </param>
public sealed record ToolVariant(bool HasToken, string? Variable)
{
    /// <summary>A name for it.</summary>
    public string Key => OwnNames.Tool + (HasToken ? " with the call's token" : Variable is null ? "" : $" by {Variable}");

    /// <summary>Which of ours a tool is, by what it sends.</summary>
    public static ToolVariant Of(JsonObject config)
    {
        var schema = config["api_schema"] as JsonObject;
        var user = (schema?["request_body_schema"] as JsonObject)?["properties"]?[RecallTool.AppUserId];
        return new ToolVariant(
            (schema?["request_headers"] as JsonObject)?.ContainsKey(CallerTokens.HeaderName) == true,
            JsonValues.Text(user?["dynamic_variable"]) is { Length: > 0 } name ? name : null);
    }
}
