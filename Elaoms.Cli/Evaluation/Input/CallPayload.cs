using System.Globalization;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;

namespace Elaoms.Cli.Evaluation.Input;

/// <summary>A post-call payload that can be changed before it is learned.</summary>
/// <param name="root">The payload, with <c>type</c> and <c>data</c>.</param>
internal sealed class CallPayload(JsonObject root)
{
    private const string RootSpan = "elevenlabs.conversation";
    private const string UserSpan = "elevenlabs.recv.user_transcript";
    private const string AgentSpan = "elevenlabs.recv.agent_response";
    private const string UserText = "elevenlabs.user.text";
    private const string AgentText = "elevenlabs.agent.text";

    /// <summary>The conversation's id; null when the payload has none.</summary>
    public string? ConversationId => Data is { } data ? Text(data["conversation_id"]) : null;

    /// <summary>The turns with words, by position.</summary>
    public IReadOnlyList<SpokenTurn> Turns => [.. Entries().Select(entry => entry.Turn)];

    private JsonObject? Data => root["data"] as JsonObject;

    /// <summary>The payload as it is sent.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream))
            root.WriteTo(writer);
        return stream.ToArray();
    }

    /// <summary>Makes it a call from a telephone number, whoever called. The platform's own field decides before any other.</summary>
    public void SetCaller(string number)
    {
        if (Data is not { } data)
            return;
        if (data["metadata"] is not JsonObject metadata)
            data["metadata"] = metadata = [];
        metadata["phone_call"] = new JsonObject { ["direction"] = "inbound", ["external_number"] = number };
        foreach (var span in Spans().Where(span => Text(span["name"]) == RootSpan))
        {
            if (span["attributes"] is not JsonArray attributes)
                span["attributes"] = attributes = [];
            attributes.Add(new JsonObject
            {
                ["key"] = "elevenlabs.telephony.external_number",
                ["value"] = new JsonObject { ["stringValue"] = number },
            });
        }
    }

    /// <summary>Changes the words of the caller's turns.</summary>
    public void ChangeCallersWords(Func<string, string> change)
    {
        foreach (var (turn, holder, name) in Entries().Where(entry => entry.Turn.IsCallers).ToList())
            holder[name] = change(turn.Text);
    }

    private IEnumerable<(SpokenTurn Turn, JsonObject Holder, string Name)> Entries() => Transcript().Concat(SpokenSpans());

    private IEnumerable<(SpokenTurn Turn, JsonObject Holder, string Name)> Transcript()
    {
        var transcript = Data?["transcript"] as JsonArray ?? [];
        for (var position = 0; position < transcript.Count; position++)
        {
            if (transcript[position] is JsonObject entry && Text(entry["message"]) is { } text)
                yield return (new SpokenTurn(position, Text(entry["role"]) ?? "unknown", text), entry, "message");
        }
    }

    private IEnumerable<(SpokenTurn Turn, JsonObject Holder, string Name)> SpokenSpans()
    {
        foreach (var span in Spans())
        {
            var (role, key) = Text(span["name"]) switch
            {
                UserSpan => (Turn.UserRole, UserText),
                AgentSpan => (Turn.AgentRole, AgentText),
                _ => ("", ""),
            };
            if (key.Length > 0 && Value(span, key) is { } value && Text(value["stringValue"]) is { } text && Index(span) is { } index)
                yield return (new SpokenTurn(index, role, text), value, "stringValue");
        }
    }

    private IEnumerable<JsonObject> Spans()
        => Objects((Data?["otlp_traces"] as JsonObject)?["resourceSpans"])
            .SelectMany(resource => Objects(resource["scopeSpans"]))
            .SelectMany(scope => Objects(scope["spans"]));

    private static int? Index(JsonObject span)
        => Value(span, "elevenlabs.turn.index") is { } value
            && int.TryParse(value["intValue"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static JsonObject? Value(JsonObject span, string key)
        => Objects(span["attributes"]).LastOrDefault(attribute => Text(attribute["key"]) == key)?["value"] as JsonObject;

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>();

    private static string? Text(JsonNode? node)
        => node is JsonValue value && value.TryGetValue<string>(out var text) && !string.IsNullOrWhiteSpace(text) ? text : null;
}
