using System.Text.Json.Nodes;

namespace Elaoms.Tests.Server;

/// <summary>The payloads beside the tests, and made-up ones.</summary>
public static class Payloads
{
    /// <summary>
    /// A start for calls that a test erases, in Unix seconds. Erasing looks at each day since the first call, so a fixed date would make it
    /// slower every day.
    /// </summary>
    public static long Recent { get; } = TimeProvider.System.GetUtcNow().AddDays(-6).ToUnixTimeSeconds();

    public static byte[] Read(string name) => Payload.Read(name);

    /// <summary>The files whose name fits a pattern, in order.</summary>
    public static IReadOnlyList<string> Named(string pattern) => [.. Payload.Names(pattern)];

    /// <summary>Every post-call delivery.</summary>
    public static IReadOnlyList<string> Deliveries()
        => [.. Named("post_call_*"), .. Named("call_initiation_failure*"), .. Named("unknown_event*")];

    /// <summary>A call of a telephone number, one user turn per text.</summary>
    public static byte[] Call(string caller, string conversationId, long timestamp, params IEnumerable<string> texts)
    {
        var turns = new JsonArray();
        foreach (var text in texts)
            turns.Add(new JsonObject { ["role"] = "user", ["message"] = text, ["time_in_call_secs"] = turns.Count });
        return WebhookCaller.Bytes(new JsonObject
        {
            ["type"] = "post_call_transcription",
            ["event_timestamp"] = timestamp,
            ["data"] = new JsonObject
            {
                ["agent_id"] = "agent_test",
                ["conversation_id"] = conversationId,
                ["status"] = "done",
                ["transcript"] = turns,
                ["metadata"] = new JsonObject
                {
                    ["start_time_unix_secs"] = timestamp - 60,
                    ["call_duration_secs"] = 60,
                    ["phone_call"] = new JsonObject { ["type"] = "twilio", ["direction"] = "inbound", ["external_number"] = caller },
                },
            },
        });
    }
}
