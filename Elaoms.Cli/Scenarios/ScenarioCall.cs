using System.Text.Json.Nodes;
using Elaoms.Core.Calls;

namespace Elaoms.Cli.Scenarios;

/// <summary>The first call of the scenario, as ElevenLabs would deliver it.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="ConversationId">The conversation.</param>
internal sealed record ScenarioCall(Caller Caller, string ConversationId)
{
    public const string AgentId = "agent_elaoms_scenario";
    public const string CallerName = "Stefan";
    public const string Query = "broken espresso machine";
    public const string Answer = "My espresso machine from the spring order leaks at the portafilter.";

    private const string Summary =
        "Stefan reported that his espresso machine leaks. A replacement gasket will be sent; he prefers to hear by email.";
    private const int DurationSeconds = 42;

    /// <summary>The body of the post-call webhook.</summary>
    /// <param name="endedAt">When the call ended.</param>
    public byte[] ToPayload(DateTimeOffset endedAt)
    {
        var end = endedAt.ToUnixTimeSeconds();
        var metadata = new JsonObject { ["start_time_unix_secs"] = end - DurationSeconds, ["call_duration_secs"] = DurationSeconds };
        if (Caller.PhoneNumber is { } number)
            metadata["phone_call"] = new JsonObject
            {
                ["type"] = "twilio",
                ["direction"] = "inbound",
                ["external_number"] = number,
                ["agent_number"] = "+12025550100",
            };
        var payload = new JsonObject
        {
            ["type"] = PostCallEventType.Transcription,
            ["event_timestamp"] = end,
            ["data"] = new JsonObject
            {
                ["agent_id"] = AgentId,
                ["conversation_id"] = ConversationId,
                ["status"] = "done",
                ["user_id"] = Caller.Kind == CallerKind.User ? Caller.Identity : null,
                ["transcript"] = new JsonArray(
                    Turn(Core.Calls.Turn.AgentRole, "Hello! Who am I speaking with?", 0),
                    Turn(Core.Calls.Turn.UserRole, "Hi, this is Stefan.", 3),
                    Turn(Core.Calls.Turn.AgentRole, "Nice to meet you, Stefan. How can I help?", 5),
                    Turn(Core.Calls.Turn.UserRole, Answer, 9),
                    Turn(Core.Calls.Turn.AgentRole, "I am sorry. I will send you a new gasket.", 17),
                    Turn(Core.Calls.Turn.UserRole, "Thanks. Please write me an email rather than call.", 24)),
                ["metadata"] = metadata,
                ["analysis"] = new JsonObject
                {
                    ["call_successful"] = "success",
                    ["call_summary_title"] = "Leaking espresso machine",
                    ["transcript_summary"] = Summary,
                    ["data_collection_results"] = new JsonObject
                    {
                        ["first_name"] = Collected(CallerName),
                        ["preferred_contact"] = Collected("email"),
                    },
                },
            },
        };
        return System.Text.Encoding.UTF8.GetBytes(payload.ToJsonString());
    }

    private static JsonObject Turn(string role, string message, int seconds)
        => new() { ["role"] = role, ["message"] = message, ["time_in_call_secs"] = seconds };

    private static JsonObject Collected(string value) => new() { ["value"] = value, ["rationale"] = "The caller said so." };
}
