using System.Text.Json.Nodes;

namespace Elaoms.Tests.Cli.Evaluation;

/// <summary>Calls that nobody made, in the forms that an evaluation reads.</summary>
internal static class InventedCalls
{
    /// <summary>A dialogue of pairs, the agent's words first.</summary>
    public static JsonObject Dialogue(string id, params string[] words) => new()
    {
        ["id"] = id,
        ["set"] = "invented",
        ["turns"] = new JsonArray([.. words.Select((text, at) => new JsonArray(at % 2 == 0 ? "agent" : "user", text))]),
    };

    /// <summary>The dialogue with labels: slot, value, turn.</summary>
    public static JsonObject With(this JsonObject dialogue, params (string Slot, string Value, int Turn)[] labels)
    {
        dialogue["labels"] = new JsonObject
        {
            ["slots"] = new JsonArray([.. labels.Select(label => new JsonObject
            {
                ["slot"] = label.Slot,
                ["value"] = label.Value,
                ["turn"] = label.Turn,
            })]),
        };
        return dialogue;
    }

    /// <summary>A caller says her name.</summary>
    public static JsonObject Named(string id, string name)
        => Dialogue(id, "Hello, how can I help?", $"Hello, my name is {name}.", "What can I do for you?", "I want to ask about my parcel.");

    /// <summary>A conversation as the platform's API gives it.</summary>
    public static JsonObject Conversation(string id, string name) => new()
    {
        ["agent_id"] = "agent_1",
        ["conversation_id"] = id,
        ["status"] = "done",
        ["transcript"] = new JsonArray(
            new JsonObject { ["role"] = "agent", ["message"] = "Hello?" },
            new JsonObject { ["role"] = "agent", ["message"] = null, ["tool_calls"] = new JsonArray() },
            new JsonObject { ["role"] = "user", ["message"] = $"My name is {name}." }),
        ["metadata"] = new JsonObject { ["start_time_unix_secs"] = 1_760_000_000, ["phone_call"] = null },
        ["analysis"] = new JsonObject { ["transcript_summary"] = "A caller said hello." },
    };

    /// <summary>The post-call payload of a conversation.</summary>
    public static JsonObject Payload(string id, string name) => new()
    {
        ["type"] = "post_call_transcription",
        ["event_timestamp"] = 1_760_000_100,
        ["data"] = Conversation(id, name),
    };

    public static string Write(string path, params JsonObject[] lines)
    {
        File.WriteAllLines(path, lines.Select(line => line.ToJsonString()));
        return path;
    }
}
