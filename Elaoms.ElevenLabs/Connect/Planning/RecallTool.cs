using System.Text.Json.Nodes;
using Elaoms.Core.Recall;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.ElevenLabs.Connect.Leaves;

namespace Elaoms.ElevenLabs.Connect.Planning;

/// <summary>The search tool's configuration. docs/elevenlabs.md says what each field is for.</summary>
public static class RecallTool
{
    internal const string AppUserId = "app_user_id";

    private const string Description =
        "Look up what this caller said, asked for or was promised in earlier calls. Use it when the caller refers to the past, or when an "
        + "earlier wish of theirs would change your answer.";

    private static readonly string[] FreeMaps = ["request_headers", "properties", "path_params_schema"];

    /// <summary>Makes the configuration.</summary>
    /// <param name="url">The address of search-data.</param>
    /// <param name="secretId">The secret with its key; null where search-data is open.</param>
    public static JsonObject Config(ToolVariant variant, Uri url, string? secretId)
    {
        var headers = new JsonObject();
        if (secretId is not null)
            headers[SharedKey.HeaderName] = new JsonObject { ["secret_id"] = secretId };
        if (variant.HasToken)
            headers[CallerTokens.HeaderName] = new JsonObject { ["variable_name"] = ElaomsSettings.CallerTokenVariable };
        var (user, variable) = variant.Variable is { } name ? (AppUserId, name) : ("user_id", "system__caller_id");
        return new JsonObject
        {
            ["type"] = "webhook",
            ["name"] = OwnNames.Tool,
            ["description"] = Description,
            ["response_timeout_secs"] = 5,
            ["execution_mode"] = "immediate",
            ["pre_tool_speech"] = "off",
            ["interruption_mode"] = "allow",
            ["tool_error_handling_mode"] = "auto",
            ["dynamic_variables"] = new JsonObject { ["dynamic_variable_placeholders"] = new JsonObject() },
            ["api_schema"] = new JsonObject
            {
                ["url"] = url.AbsoluteUri,
                ["method"] = "POST",
                ["content_type"] = "application/json",
                ["request_headers"] = headers,
                ["request_body_schema"] = new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = "What to look for in the caller's earlier calls",
                    ["required"] = new JsonArray("query", user, "agent_id", "conversation_id"),
                    ["properties"] = new JsonObject
                    {
                        ["query"] = new JsonObject
                        {
                            ["type"] = "string",
                            ["description"] = "What to look for, as one short sentence in the caller's own words and language.",
                        },
                        [user] = Variable(variable),
                        ["agent_id"] = Variable("system__agent_id"),
                        ["conversation_id"] = Variable("system__conversation_id"),
                    },
                },
                ["response_filter"] = new JsonObject { ["mode"] = "allow", ["filters"] = new JsonArray("context") },
            },
        };
    }

    /// <summary>Whether a tool is named like ours and asks a search-data, here or of another deployment.</summary>
    public static bool IsOurs(JsonObject config)
        => JsonValues.Text(config["name"]) == OwnNames.Tool && UrlOf(config)?.AbsolutePath == MemoryRoutes.SearchData;

    /// <summary>The address that a tool asks; null if it has none.</summary>
    public static Uri? UrlOf(JsonObject config)
        => Uri.TryCreate(JsonValues.Text((config["api_schema"] as JsonObject)?["url"]), UriKind.Absolute, out var url) ? url : null;

    /// <summary>
    /// Whether a tool is as it should be. ElevenLabs adds defaults, which do not count; further headers and parameters do.
    /// </summary>
    public static bool IsAsWanted(JsonNode? actual, JsonNode? wanted, string name = "") => (wanted, actual) switch
    {
        (JsonObject map, JsonObject there) => map.All(pair => IsAsWanted(there[pair.Key], pair.Value, pair.Key))
            && (!FreeMaps.Contains(name, StringComparer.Ordinal) || there.All(pair => map.ContainsKey(pair.Key))),
        _ => JsonValues.AreSame(wanted, actual),
    };

    private static JsonObject Variable(string name) => new() { ["type"] = "string", ["dynamic_variable"] = name };
}
