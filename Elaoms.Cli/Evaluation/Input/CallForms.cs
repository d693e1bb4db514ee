using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;

namespace Elaoms.Cli.Evaluation.Input;

/// <summary>
/// Recognises the forms in which a call is given: a labelled dialogue, a post-call payload, or a conversation of ElevenLabs' API
/// (https://elevenlabs.io/docs/api-reference/conversations/get).
/// </summary>
internal static class CallForms
{
    /// <summary>The group of calls that name none.</summary>
    public const string DefaultGroup = "calls";

    private const int MaxDepth = 200;
    private const int MaxTurns = 5000;
    private const int MaxNameLength = 100;

    // Calls without a date get one that never changes, so that two evaluations can be compared.
    private const long DefaultStart = 1_767_607_200;
    private const int SecondsPerTurn = 5;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Parses a JSON object; null when the text is none.</summary>
    public static JsonObject? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF'), documentOptions: Options) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a call.</summary>
    /// <param name="json">The object; it becomes part of the call.</param>
    /// <param name="fallbackId">The id of a call that has none.</param>
    /// <param name="reason">Why it is no call, when null is returned.</param>
    public static EvaluatedCall? Read(JsonObject json, string fallbackId, out string reason)
    {
        reason = "is not a call: it has no turns, no data and no transcript.";
        try
        {
            if (json["turns"] is JsonArray turns)
                return Dialogue(json, turns, fallbackId, out reason);
            if (json["data"] is JsonObject && json["type"] is JsonValue)
                return Platform(new CallPayload(json), fallbackId);
            if (json["transcript"] is JsonArray)
                return Platform(new CallPayload(Envelope(json)), fallbackId);
        }
        catch (Exception fault) when (fault is InvalidOperationException or FormatException)
        {
            // Half a surrogate pair, which can't be read as text.
            reason = "contains text that can't be read.";
        }

        return null;
    }

    private static EvaluatedCall? Dialogue(JsonObject json, JsonArray turns, string fallbackId, out string reason)
    {
        reason = turns.Count > MaxTurns
            ? $"has more than {MaxTurns} turns."
            : "has a turn that is not a pair of role and text.";
        if (turns.Count > MaxTurns || !turns.All(turn => turn is JsonArray { Count: 2 } pair && IsText(pair[0]) && IsText(pair[1])))
            return null;
        var id = Text(json["id"]) ?? fallbackId;
        var transcript = new JsonArray([.. turns.Select((turn, position) => new JsonObject
        {
            ["role"] = turn![0]!.GetValue<string>(),
            ["message"] = turn[1]!.GetValue<string>(),
            ["time_in_call_secs"] = position * SecondsPerTurn,
        })]);
        var data = new JsonObject
        {
            ["conversation_id"] = id,
            ["status"] = "done",
            ["transcript"] = transcript,
            ["metadata"] = new JsonObject { ["start_time_unix_secs"] = DefaultStart },
        };
        string?[] names = [Text(json["set"]), Text(json["variant"])];
        var group = string.Join(' ', names.OfType<string>());
        return new EvaluatedCall(id, group.Length > 0 ? group : DefaultGroup, new CallPayload(Envelope(data)), Labels(json["labels"]));
    }

    private static EvaluatedCall Platform(CallPayload payload, string fallbackId)
        => new(payload.ConversationId ?? fallbackId, DefaultGroup, payload, Labels: null);

    private static JsonObject Envelope(JsonObject data) => new()
    {
        ["type"] = PostCallEventType.Transcription,
        ["event_timestamp"] = DefaultStart,
        ["data"] = data,
    };

    private static List<SlotLabel>? Labels(JsonNode? node)
    {
        if (node is not JsonObject labels || labels["slots"] is not JsonArray slots)
            return null;
        var domain = Text(labels["domain"]);
        return [.. slots.OfType<JsonObject>()
            .Select(slot => (Name: Text(slot["slot"]), Value: Text(slot["value"]), Turn: Position(slot["turn"])))
            .Where(slot => slot.Name is not null && slot.Value is not null)
            .Select(slot => new SlotLabel(slot.Name!, slot.Value!, slot.Turn, LabelKinds.IsSecret(slot.Name!, domain)))];
    }

    private static int? Position(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var position) ? position : null;

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out _);

    private static string? Text(JsonNode? node)
        => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Trim() is { Length: > 0 } trimmed
            ? trimmed.Length > MaxNameLength ? trimmed[..MaxNameLength] : trimmed
            : null;
}
