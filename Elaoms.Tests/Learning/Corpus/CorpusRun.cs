using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Callers;
using Elaoms.Core.Calls;
using Elaoms.Core.Facts;
using Elaoms.Core.Intake;
using Elaoms.Core.Learning;
using Elaoms.Core.Memories;

namespace Elaoms.Tests.Learning.Corpus;

/// <summary>What is known of a case's caller after the calls, learned from payloads as they are delivered.</summary>
internal sealed class CorpusRun
{
    private const string Number = "+12025550123";

    private CorpusRun(CorpusCase labelled, CallerRecord record) => (Case, Record) = (labelled, record);

    public CorpusCase Case { get; }

    public CallerRecord Record { get; }

    /// <summary>What is right, missing and wrong about the current facts.</summary>
    public IReadOnlyList<(ExpectedFact Expected, CurrentFact? Found)> Expected { get; private init; } = [];

    public IReadOnlyList<CurrentFact> Unexpected { get; private init; } = [];

    /// <summary>The payload of a call.</summary>
    public static byte[] Payload(CorpusCase labelled, int at)
    {
        var call = labelled.Calls[at];
        var transcript = new JsonArray([.. call.Turns.Select((turn, position) => (JsonNode)new JsonObject
        {
            ["role"] = turn.StartsWith("c:", StringComparison.Ordinal) ? "user" : "agent",
            ["message"] = turn[2..].Trim(),
            ["time_in_call_secs"] = position * 5,
        })]);
        var collected = new JsonObject();
        foreach (var (key, value) in call.Collected)
            collected[key] = new JsonObject { ["data_collection_id"] = key, ["value"] = JsonNode.Parse(value.GetRawText()), ["rationale"] = "" };
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["type"] = "post_call_transcription",
            ["event_timestamp"] = call.Start.ToUnixTimeSeconds() + 60,
            ["data"] = new JsonObject
            {
                ["agent_id"] = "agent_corpus",
                ["conversation_id"] = ConversationId(labelled, at),
                ["status"] = "done",
                ["transcript"] = transcript,
                ["metadata"] = new JsonObject
                {
                    ["start_time_unix_secs"] = call.Start.ToUnixTimeSeconds(),
                    ["phone_call"] = new JsonObject { ["direction"] = "inbound", ["external_number"] = Number },
                },
                ["analysis"] = new JsonObject
                {
                    ["call_successful"] = call.Outcome,
                    ["call_summary_title"] = call.Title,
                    ["transcript_summary"] = call.Summary,
                    ["data_collection_results"] = collected,
                },
            },
        }.ToJsonString());
    }

    public static string ConversationId(CorpusCase labelled, int call) => string.Create(CultureInfo.InvariantCulture, $"conv-{labelled.Id}-{call}");

    public static CorpusRun Of(CorpusCase labelled)
    {
        var record = new CallerRecord { Caller = new Caller(CallerKind.Phone, Number) };
        for (var at = 0; at < labelled.Calls.Count; at++)
        {
            var bytes = Payload(labelled, at);
            var received = PostCallEventReader.Read(bytes)!;
            using var document = JsonDocument.Parse(bytes);
            var name = PayloadName.Of(labelled.Calls[at].Start, received, SHA256.HashData(bytes));
            record = record.With(LessonFromCall.Draw(CallReader.Read(document.RootElement.GetProperty("data")), received.ConversationId!, name, received.EventTimestamp));
        }

        var current = record.CurrentFacts.ToList();
        var expected = new List<(ExpectedFact, CurrentFact?)>();
        foreach (var fact in labelled.Facts.Select(ExpectedFact.Parse))
        {
            var found = current.Find(one => fact.Is(one.Key, one.Value));
            if (found is not null)
                current.Remove(found);
            expected.Add((fact, found));
        }

        return new CorpusRun(labelled, record) { Expected = expected, Unexpected = current };
    }

    /// <summary>What the record says against the rest of the labels.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var former in Case.Former.Select(ExpectedFact.Parse))
        {
            if (!Record.Facts.Any(fact => fact.ValidTo is not null && !fact.Ends && former.Is(fact.Key, fact.Value)))
                yield return $"former {former.Key} = {former.Value} is not known";
        }

        foreach (var label in Case.Sectors.Select(label => label.Split(' ')))
        {
            var place = label[0].Split('.');
            var memory = Record.Memories.FirstOrDefault(one => one.ConversationId == ConversationId(Case, int.Parse(place[0], CultureInfo.InvariantCulture))
                && one.Turn == int.Parse(place[1], CultureInfo.InvariantCulture));
            if (memory is not null && memory.Sector.WireName() != label[1])
                yield return $"{label[0]} is {memory.Sector.WireName()}, not {label[1]}: {memory.Text}";
        }

        var stored = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(Record, CallerJson.Default.CallerRecord));
        foreach (var hidden in Case.Hidden.Where(hidden => stored.Contains(hidden, StringComparison.OrdinalIgnoreCase)))
            yield return $"{hidden} is stored";
        foreach (var (expected, found) in Expected)
        {
            if (found is not null && expected.Count > 1 && found.Count != expected.Count)
                yield return $"{found.Key} = {found.Value} was said {found.Count} times, not {expected.Count}";
            if (found is not null && expected.Call is { } call && (found.Source.ConversationId != ConversationId(Case, call) || (expected.Turn is { } turn && found.Source.Turn is { } source && source != turn)))
                yield return $"{found.Key} = {found.Value} rests on {found.Source.ConversationId}.{found.Source.Turn}, not {call}.{expected.Turn}";
        }

        foreach (var never in Case.Never)
        {
            foreach (var fact in Record.Facts.Where(fact => !fact.Ends && fact.Value.Contains(never, StringComparison.OrdinalIgnoreCase)))
                yield return $"{fact.Key} = {fact.Value} holds {never}";
        }
    }
}
