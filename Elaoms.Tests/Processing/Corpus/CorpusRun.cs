using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Extraction;
using Elaoms.Tests.Records;

namespace Elaoms.Tests.Processing.Corpus;

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
            collected[key] =
                new JsonObject { ["data_collection_id"] = key, ["value"] = JsonNode.Parse(value.GetRawText()), ["rationale"] = "" };
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

    /// <summary>What should have been learned and was not, and what should not have been learned.</summary>
    public IEnumerable<string> Mistakes() =>
    [
        .. Expected.Where(one => one.Found is null).Select(one => $"{Case.Id}: not learned: {one.Expected}"),
        .. Unexpected.Select(fact => $"{Case.Id}: wrongly learned: {fact.Key} = {fact.Value}"),
    ];

    public static string ConversationId(CorpusCase labelled, int call)
        => string.Create(CultureInfo.InvariantCulture, $"conv-{labelled.Id}-{call}");

    public static CorpusRun Of(CorpusCase labelled)
    {
        var record = new CallerRecord { Caller = new Caller(CallerKind.Phone, Number) };
        for (var at = 0; at < labelled.Calls.Count; at++)
        {
            var bytes = Payload(labelled, at);
            var received = PostCallEventReader.Read(bytes)!;
            using var document = JsonDocument.Parse(bytes);
            var name = PayloadName.Of(labelled.Calls[at].Start, received, SHA256.HashData(bytes));
            record = record.With(TestExtraction.Extract(
                CallReader.Read(document.RootElement.GetProperty("data")), received.ConversationId!, name, received.EventTimestamp));
        }

        var current = record.Known().Current.ToList();
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

    /// <summary>What is over and still counts as current.</summary>
    public IEnumerable<string> Stale()
        => from former in Case.Former.Select(ExpectedFact.Parse)
           where !Expected.Any(expected => expected.Expected.Is(former.Key, former.Value))
           from fact in Record.Known().Current
           where former.Is(fact.Key, fact.Value)
           select $"{fact.Key} = {fact.Value} is over";

    /// <summary>What is over and isn't known to have been.</summary>
    public IEnumerable<string> Forgotten()
        => from former in Case.Former.Select(ExpectedFact.Parse)
           where !Record.Facts.Any(fact => !fact.Ends && Record.Known().IsOver(fact) && former.Is(fact.Key, fact.Value))
           select $"former {former.Key} = {former.Value} is not known";

    /// <summary>What is stored and must not be.</summary>
    public IEnumerable<string> Leaks()
    {
        var stored = Record.Text();
        return Case.Hidden.Where(hidden => stored.Contains(hidden, StringComparison.OrdinalIgnoreCase))
            .Select(hidden => $"{hidden} is stored")
            .Concat(from never in Case.Never
                    from fact in Record.Facts
                    where !fact.Ends && fact.Value.Contains(never, StringComparison.OrdinalIgnoreCase)
                    select $"{fact.Key} = {fact.Value} holds {never}");
    }

    /// <summary>The sectors that are labelled, with those that were given.</summary>
    public IEnumerable<(string Place, string Expected, string Given)> Sectors()
        => from label in Case.Sectors.Select(label => label.Split(' '))
           let place = label[0].Split('.').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray()
           let memory = Record.Memories.Single(one => one.ConversationId == ConversationId(Case, place[0]) && one.Turn == place[1])
           select (label[0], label[1], memory.Sector.WireName());

    /// <summary>Facts that were found, but not where or as often as they were said.</summary>
    public IEnumerable<string> Misplaced()
    {
        foreach (var (expected, found) in Expected)
        {
            if (found is null)
                continue;
            if (expected.Count > 1 && found.Count != expected.Count)
                yield return $"{found.Key} = {found.Value} was said {found.Count} times, not {expected.Count}";
            if (expected.Call is { } call && (found.Source.ConversationId != ConversationId(Case, call)
                || (expected.Turn is not null && found.Source.Turn is not null && found.Source.Turn != expected.Turn)))
                yield return $"{found.Key} = {found.Value} rests on {found.Source.ConversationId}.{found.Source.Turn}, "
                    + $"not {call}.{expected.Turn}";
        }
    }
}
