using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Elaoms.Benchmarks.Load;

/// <summary>Calls to measure with: payloads as ElevenLabs sends them, with more to say.</summary>
internal static class SampleCalls
{
    public const string CallerName = "Margarethe";
    public const string CallerNumber = "+12025550123";
    public const string ConversationPrefix = "conv_bench_";
    public const string CallerPrefix = "+1212";
    public const int NumberDigits = 7;

    private const int NumberedBytes = 36 << 10;
    private const int TurnsOfKnownCall = 24;

    // As the platform writes: a plus stays a plus, and so the number of a caller can be found in the bytes.
    private static readonly JsonSerializerOptions Wire = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Topics =
    [
        "espresso machine", "garden furniture", "winter tyres", "standing desk", "dishwasher", "travel insurance", "piano lessons",
        "solar panels",
    ];

    private static readonly string[] UserLines =
    [
        "I am calling about the {0} that I ordered three weeks ago.",
        "The {0} arrived on Tuesday, but the parcel was open on one side.",
        "My sister recommended your {0} to me after her move to Graz.",
        "Could you send the invoice for the {0} to my new address in Linz?",
        "The colour of the {0} is darker than in your catalogue.",
        "I would rather pay for the {0} in two instalments, if that is possible.",
        "Please write me an email about the {0}, I can't take calls at work.",
        "Last time a technician named Oliver came to look at the {0}.",
        "Is there a warranty for the {0}, and how many years does it run?",
        "On Thursday afternoons I am at home, so the {0} can be collected then.",
        "My husband is allergic to nickel, is there any of it in the {0}?",
        "Thank you, that is all about the {0} for today.",
    ];

    private static readonly string[] AgentLines =
    [
        "I have found your order for the {0}. What can I do for you?",
        "I am sorry to hear that. I have noted the damage to the {0}.",
        "That is kind of her. Shall I apply the discount to the {0}?",
        "The invoice for the {0} will go out this evening.",
        "We can exchange the {0} for a lighter one without any charge.",
        "Two instalments for the {0} are possible, the first is due in March.",
        "I will make sure that everything about the {0} comes by email.",
        "Oliver's report on the {0} says that a seal was replaced.",
        "The warranty for the {0} runs for five years from delivery.",
        "I have booked the collection of the {0} for Thursday at three.",
        "According to the manufacturer there is no nickel in the {0}.",
        "You are welcome. Good luck with the {0}, and goodbye.",
    ];

    public static IReadOnlyList<string> Queries { get; } =
    [
        "damaged parcel", "when was the technician here for the dishwasher", "warranty", "email at work",
        "nickel in the piano",
        "instalments for the solar panels", "what did we agree about the collection of the garden furniture", "address for invoices",
    ];

    /// <summary>The number of a known caller.</summary>
    public static string NumberOf(int caller) => caller == 0 ? CallerNumber : $"+1646{caller:D7}";

    /// <summary>The calls of one caller who then has so many memories: 24 turns and a summary of each call.</summary>
    public static IEnumerable<byte[]> OfKnownCaller(int memories, int caller = 0)
    {
        for (var call = 0; call < memories / (TurnsOfKnownCall + 1); call++)
        {
            var topic = Topics[call % Topics.Length];
            var payload = Payload($"conv_known_{caller}_{call}", NumberOf(caller), 1_791_300_000 + call * 86_400, topic);
            AddTurns(payload, topic, turns => turns.Count < TurnsOfKnownCall);
            yield return Bytes(payload);
        }
    }

    /// <summary>A call of so many turns, no two of them with the same words.</summary>
    public static byte[] OfTurns(int turns, int number)
    {
        var payload = Payload(
            $"conv_turns_{number}", $"{CallerPrefix}{number:0000000}", 1_791_300_000 + number * 600, Topics[number % Topics.Length]);
        AddTurns(payload, Topics[number % Topics.Length], there => there.Count < turns);
        foreach (var (position, turn) in payload["data"]!["transcript"]!.AsArray().Index())
            turn!["message"] = $"{(string)turn["message"]!} {Mark(number)} turn{position}";
        return Bytes(payload);
    }

    /// <summary>A word that the turns of such a call bear.</summary>
    public static string Mark(int number) => $"call{number:0000}";

    /// <summary>A call of 36 KB in which conversation and caller are numbers to be filled in.</summary>
    public static byte[] Numbered()
    {
        var zeros = new string('0', NumberDigits);
        var payload = Payload(ConversationPrefix + zeros, CallerPrefix + zeros, 1_791_300_000, Topics[0]);
        AddTurns(payload, Topics[0], _ => Bytes(payload).Length < NumberedBytes);
        return Bytes(payload);
    }

    /// <summary>The request of client-data for a known caller.</summary>
    public static byte[] ClientData(int caller = 0)
    {
        var request = Read("client_data.json");
        request["caller_id"] = NumberOf(caller);
        return Bytes(request);
    }

    /// <summary>A request of search-data for a known caller.</summary>
    public static byte[] SearchData(string query, int caller = 0) => Bytes(new JsonObject
    {
        ["query"] = query,
        ["caller_id"] = NumberOf(caller),
        ["conversation_id"] = "conv_8901k5zvyjhmfg983brhmhkd98n6",
        ["agent_id"] = "agent_7101k5zvyjhmfg983brhmhkd98n6",
    });

    private static JsonNode Payload(string conversation, string caller, long start, string topic)
    {
        var payload = Read("post_call.json");
        var data = payload["data"]!;
        payload["event_timestamp"] = start + 300;
        data["conversation_id"] = conversation;
        data["metadata"]!["start_time_unix_secs"] = start;
        data["metadata"]!["phone_call"]!["external_number"] = caller;
        data["conversation_initiation_client_data"]!["dynamic_variables"]!["system__caller_id"] = caller;
        data["conversation_initiation_client_data"]!["dynamic_variables"]!["system__conversation_id"] = conversation;
        data["analysis"]!["data_collection_results"]!["first_name"] = new JsonObject
        {
            ["value"] = CallerName,
            ["rationale"] = "The caller said so.",
        };
        data["analysis"]!["transcript_summary"] =
            $"{CallerName} reported that the {topic} arrived damaged; it will be collected on Thursday.";
        return payload;
    }

    private static void AddTurns(JsonNode payload, string topic, Func<JsonArray, bool> more)
    {
        var turns = payload["data"]!["transcript"]!.AsArray();
        var (agent, user) = (turns[0]!.DeepClone(), turns[1]!.DeepClone());
        turns.Clear();
        for (var position = 0; more(turns); position++)
        {
            var ofAgent = position % 2 == 0;
            var lines = ofAgent ? AgentLines : UserLines;
            var turn = (ofAgent ? agent : user).DeepClone();
            turn["message"] = string.Format(CultureInfo.InvariantCulture, lines[position / 2 % lines.Length], topic);
            turn["time_in_call_secs"] = position * 5;
            turns.Add(turn);
        }
    }

    private static JsonNode Read(string name)
        => JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "payloads", name)))!;

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString(Wire));
}
