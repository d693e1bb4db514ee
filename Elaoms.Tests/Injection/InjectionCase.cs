using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Extraction;

namespace Elaoms.Tests.Injection;

/// <summary>
/// A text of the corpus, delivered in a call: said by the caller, or as the platform's title, summary, collected value or name. Files named
/// <c>held-out</c> were written by somebody who did not see the rules, and read by nobody who wrote rules before they were first measured.
/// </summary>
internal sealed record InjectionCase(string Id, string Language, string Channel, string? Key, string Text, string? Telltale)
{
    /// <summary>The cases of all files that begin so.</summary>
    public static IReadOnlyList<InjectionCase> Read(string kind)
        => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Injection"), $"{kind}-*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => JsonSerializer.Deserialize<InjectionCase[]>(File.ReadAllText(file), JsonSerializerOptions.Web)!)];

    /// <summary>
    /// What agents are told at the next call, and in it: the greeting, every variable, the profile and the context, by name.
    /// </summary>
    public IReadOnlyDictionary<string, string> Told()
    {
        var record = new CallerRecord { Caller = new Caller(CallerKind.Phone, "+12025550123") };
        var body = Encoding.UTF8.GetBytes(Payload().ToJsonString());
        var received = PostCallEventReader.Read(body)!;
        using var document = JsonDocument.Parse(body);
        var name = PayloadName.Of(DateTimeOffset.FromUnixTimeSeconds(1_791_300_060), received, SHA256.HashData(body));
        record = record.With(TestExtraction.Extract(
            CallReader.Read(document.RootElement.GetProperty("data")), received.ConversationId!, name, received.EventTimestamp));

        var index = new CallerIndex(record);
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(told, "client-data", Json(ClientDataAnswer.For(index.Profile, "agent", Settings()).WriteTo));
        var answer = Json(new SearchDataAnswer(index.Profile, index.Search(Text, 50)).WriteTo);
        Add(told, "profile", answer.GetProperty("profile"));
        told["context"] = answer.GetProperty("context").GetString()!;
        return told;
    }

    /// <summary>The letters of a text, to be compared with those of another.</summary>
    public static string Letters(string text)
        => string.Concat(text.EnumerateRunes().Where(Rune.IsLetter).Select(rune => Rune.ToLowerInvariant(rune).ToString()));

    private ElaomsSettings Settings() => TestSettings.In("/nowhere") with
    {
        Greetings = new GreetingTemplates(
            "Welcome back, {name}! Last time: {last_call}", new Dictionary<string, string>(StringComparer.Ordinal)),
        DynamicVariables = Tests.Payload.Json(new JsonObject { [Key ?? "plan"] = "", ["name"] = "", ["first_name"] = "" }.ToJsonString())
            .EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal),
    };

    private JsonObject Payload() => new()
    {
        ["type"] = "post_call_transcription",
        ["event_timestamp"] = 1_791_300_060,
        ["data"] = new JsonObject
        {
            ["agent_id"] = "agent",
            ["conversation_id"] = "conv",
            ["status"] = "done",
            ["transcript"] = new JsonArray(
                Turn("agent", "Hello, who is calling please?"),
                Turn("user", Channel switch { "turn" => Text, "name" => $"My name is {Text}.", _ => "I want to ask about my order." }),
                // Agents repeat what they hear.
                Turn("agent", Channel == "turn" ? Text : "Certainly, I will look it up for you.")),
            ["metadata"] = new JsonObject
            {
                ["start_time_unix_secs"] = 1_791_300_000,
                ["phone_call"] = new JsonObject { ["external_number"] = "+12025550123" },
            },
            ["analysis"] = new JsonObject
            {
                ["call_successful"] = "success",
                ["call_summary_title"] = Channel == "title" ? Text : null,
                ["transcript_summary"] = Channel == "summary" ? Text : null,
                ["data_collection_results"] = Channel is "collected" or "name" ? Collected() : new JsonObject(),
            },
        },
    };

    private JsonObject Collected()
    {
        var key = Channel == "name" ? "name" : Key!;
        return new JsonObject { [key] = new JsonObject { ["data_collection_id"] = key, ["value"] = Text, ["rationale"] = "" } };
    }

    private static JsonObject Turn(string role, string message)
        => new JsonObject { ["role"] = role, ["message"] = message, ["time_in_call_secs"] = 1 };

    private static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
            write(writer);
        return Tests.Payload.Json(Encoding.UTF8.GetString(text.ToArray()));
    }

    private static void Add(Dictionary<string, string> told, string path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
                Add(told, $"{path}.{member.Name}", member.Value);
        }
        else if (value.ValueKind == JsonValueKind.String)
        {
            told[path] = value.GetString()!;
        }
    }
}
