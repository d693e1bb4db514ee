using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Connect.Leaves;
using Elaoms.ElevenLabs.Connect.Reading;

namespace Elaoms.ElevenLabs.Connect.Planning;

/// <summary>The variables of a conversation: those that every answer of client-data has, and those that an agent uses.</summary>
public static partial class KnownVariables
{
    private const string Placeholders = "dynamic_variable_placeholders";
    private static readonly string[] Elsewhere = ["system__", "secret__", "system_env__"];
    private static readonly string[] Naming = ["dynamic_variable", "variable_name", "allowed_values_dynamic_variable"];

    /// <summary>What the dashboard's preview shows for each variable, since a preview asks no webhook.</summary>
    public static JsonObject Samples => new()
    {
        ["user_name"] = "Sam",
        ["user_name_confidence"] = "confirmed",
        ["user_profile_summary"] = "The caller prefers contact by email.",
        ["last_call_summary"] = "Previous conversation on 8 May 2026: Delivery. The parcel arrived open on one side.",
        ["last_call_date"] = "8 May 2026",
        ["open_requests"] = "send the invoice",
        ["preferred_language"] = "en",
        ["call_count"] = 2,
        ["is_shared_line"] = false,
        [ElaomsSettings.CallerTokenVariable] = "",
    };

    /// <summary>
    /// The variables that an agent needs at the start of a conversation, and that neither the platform nor its tools give.
    /// </summary>
    /// <param name="agent">The agent, or one of its branches.</param>
    /// <param name="tools">The configurations of its tools.</param>
    public static IReadOnlyList<string> UsedBy(Agent agent, IReadOnlyDictionary<string, JsonObject> tools)
    {
        var attached = AttachedTools.Of(agent).Distinct(StringComparer.Ordinal)
            .Select(id => tools.GetValueOrDefault(id)).OfType<JsonObject>().ToList();
        var assigned = attached.SelectMany(Assigned).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. InTexts(agent.ConversationConfig).Concat(InTexts(agent.Workflow)).Concat(attached.SelectMany(InTool))
                .Where(name => !assigned.Contains(name)
                    && !Elsewhere.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The value of <c>DYNAMIC_VARIABLES</c> with which the deployment answers these as well.</summary>
    /// <param name="missing">The variables that nobody answers.</param>
    /// <param name="answered">What the deployment answers now, with defaults.</param>
    /// <param name="samples">The agents' own placeholders, which show the type of each.</param>
    public static string Setting(IEnumerable<string> missing, JsonObject answered, JsonObject samples)
    {
        var own = Samples;
        var setting = new JsonObject(answered.Where(pair => !own.ContainsKey(pair.Key) || !IsEmpty(pair.Value))
            .Where(pair => pair.Key != ElaomsSettings.CallerTokenVariable)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        foreach (var name in missing)
        {
            // A sample is what somebody might be called; it must not be told of everybody.
            setting[name] = samples[name]?.GetValueKind() switch
            {
                JsonValueKind.Number => 0,
                JsonValueKind.True or JsonValueKind.False => false,
                _ => "",
            };
        }

        return setting.ToJsonString(Readable);
    }

    /// <summary>The variables that a value of <c>DYNAMIC_VARIABLES</c> names.</summary>
    public static IEnumerable<string> Names(string setting) => JsonNode.Parse(setting)!.AsObject().Select(pair => pair.Key);

    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = LeafJson.Default };

    // Of an unknown caller, a variable of ours that is not empty has a default that somebody set.
    private static bool IsEmpty(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => JsonValues.Text(value) == "",
        JsonValueKind.Number => value.ToJsonString() == "0",
        _ => false,
    };

    private static IEnumerable<string> Assigned(JsonObject tool)
        => tool["assignments"] is JsonArray list
            ? list.Select(one => JsonValues.Text((one as JsonObject)?["dynamic_variable"])).OfType<string>()
            : [];

    private static IEnumerable<string> InTool(JsonObject tool)
        => tool.Where(pair => pair.Key is not ("assignments" or "dynamic_variables"))
            .SelectMany(pair => Named(pair.Value).Concat(InTexts(pair.Value)));

    private static IEnumerable<string> Named(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => Naming.Contains(pair.Key, StringComparer.Ordinal)
            ? JsonValues.Text(pair.Value) is { Length: > 0 } name ? [name] : []
            : Named(pair.Value)),
        JsonArray list => list.SelectMany(Named),
        _ => [],
    };

    private static IEnumerable<string> InTexts(JsonNode? node) => node switch
    {
        // The tools of a prompt are read by their ids; in an answer they stand a second time.
        JsonObject map => map.Where(pair => pair.Key is not (Placeholders or "tools")).SelectMany(pair => InTexts(pair.Value)),
        JsonArray list => list.SelectMany(InTexts),
        _ when JsonValues.Text(node) is { } text => Template.Matches(text).Select(match => match.Groups["name"].Value),
        _ => [],
    };

    [GeneratedRegex(
        @"\{\{\s*(?<name>[A-Za-z_][A-Za-z0-9_.-]*)\s*\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Template { get; }
}
