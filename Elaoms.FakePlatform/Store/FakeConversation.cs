using System.Text.Json.Nodes;

namespace Elaoms.FakePlatform.Store;

/// <summary>
/// A conversation as the platform keeps it. All of it can change: list and detail are made when they are asked for.
/// </summary>
public sealed class FakeConversation(string id, string agentId, long start)
{
    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>The agent.</summary>
    public string AgentId => agentId;

    /// <summary>When it began, in Unix seconds.</summary>
    public long Start => start;

    /// <summary>How long it took, in seconds.</summary>
    public int Duration { get; set; } = 60;

    /// <summary>initiated, in-progress, processing, done or failed.</summary>
    public string Status { get; set; } = "done";

    /// <summary>The status that its detail has, if it is another than the list's.</summary>
    public string? StatusWhenRead { get; set; }

    /// <summary>Where it came from.</summary>
    public string? Source { get; set; } = "twilio";

    /// <summary>Who called; null for a conversation on a web page.</summary>
    public string? Caller { get; set; }

    /// <summary>What its application, or client-data, says who the user is; null for nobody.</summary>
    public string? UserId { get; set; }

    /// <summary>inbound or outbound; null for a conversation on a web page.</summary>
    public string? Direction { get; set; }

    /// <summary>What was said, by turns: the agent begins.</summary>
    public IReadOnlyList<string> Turns { get; set; } = [];

    /// <summary>The recording; null without one.</summary>
    public byte[]? Audio { get; set; }

    /// <summary>Whether it is in lists yet: the platform may list it later than it began.</summary>
    public bool IsListed { get; set; } = true;

    /// <summary>Whether nobody may read it.</summary>
    public bool IsHidden { get; set; }

    /// <summary>The detail: what a delivery holds in <c>data</c>.</summary>
    public JsonObject Detail() => new()
    {
        ["agent_id"] = agentId,
        ["conversation_id"] = id,
        ["status"] = StatusWhenRead ?? Status,
        ["has_audio"] = Audio is not null,
        ["user_id"] = UserId,
        ["transcript"] = new JsonArray([.. Turns.Select((turn, at) => (JsonNode)new JsonObject
        {
            ["role"] = at % 2 == 0 ? "agent" : "user", ["message"] = turn, ["time_in_call_secs"] = at * 4,
        })]),
        ["metadata"] = new JsonObject
        {
            ["start_time_unix_secs"] = start,
            ["call_duration_secs"] = Duration,
            ["phone_call"] = Caller is null ? null : new JsonObject
            {
                ["type"] = "twilio",
                ["direction"] = Direction,
                ["external_number"] = Caller,
                ["agent_number"] = "+12025550100",
            },
        },
        ["analysis"] = new JsonObject { ["call_successful"] = "success" },
    };

    internal JsonObject Summary(string agentName) => new()
    {
        ["agent_id"] = agentId,
        ["agent_name"] = agentName,
        ["conversation_id"] = id,
        ["start_time_unix_secs"] = start,
        ["call_duration_secs"] = Duration,
        ["message_count"] = Turns.Count,
        ["status"] = Status,
        ["call_successful"] = "success",
        ["conversation_initiation_source"] = Source,
        ["direction"] = Direction,
        ["data_collection_results"] = null,
    };
}
