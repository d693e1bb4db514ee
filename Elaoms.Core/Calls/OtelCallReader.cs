using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Json;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Calls;

/// <summary>
/// Reads a call from the OpenTelemetry form of a transcription: a root span with the call's attributes and a span per turn. The form is
/// poorer than JSON: no collected data, no outcome, texts cut at 4 KB.
/// Source: https://elevenlabs.io/docs/eleven-agents/customization/opentelemetry-traces
/// </summary>
internal static class OtelCallReader
{
    private const string RootSpan = "elevenlabs.conversation";

    // The platform's own attributes of a telephone call; variables, which others may set, have another prefix.
    private const string Telephony = "elevenlabs.telephony.";

    /// <inheritdoc cref="CallReader.Read"/>
    public static Call Read(JsonElement data, AgentIds? phoneUserIds = null)
    {
        var spans = ReadSpans(data).ToList();
        var root = spans.FirstOrDefault(span => span.Name == RootSpan);
        var agentId = data.Text("agent_id", CallReader.MaxWordLength);
        var reading = CallerOfCall.First(out var caller,
            (Caller.Read, root?.Attribute(Telephony + "external_number")),
            (Caller.Read, LineId(root)),
            (CallerOfCall.UserIdReader(phoneUserIds?.Has(agentId) == true), root?.Attribute("elevenlabs.user_id")));
        return new Call
        {
            CallerIdentification = reading,
            Caller = caller,
            AgentId = agentId,
            Direction = CallDirections.Read(root?.Attribute(Telephony + "direction")),
            StartedAt = root?.StartedAt,
            DurationSeconds = root?.Number("elevenlabs.session.duration_ms") / 1000,
            Title = root?.Attribute("elevenlabs.analysis.call_summary_title")?.Truncate(CallReader.MaxTitleLength),
            Summary = root?.Attribute("elevenlabs.analysis.transcript_summary")?.Truncate(CallReader.MaxSummaryLength),
            Turns = ReadTurns(spans, root?.StartedAt),
            Collected = [],
        };
    }

    private static string? LineId(Span? root) => root?.Attribute(Telephony + "direction") switch
    {
        "inbound" => root.Attribute("elevenlabs.dynamic_variable.system__caller_id"),
        "outbound" => root.Attribute("elevenlabs.dynamic_variable.system__called_number"),
        _ => null,
    };

    private static List<Turn> ReadTurns(List<Span> spans, DateTimeOffset? callStartedAt)
    {
        var turns = new SortedDictionary<int, Turn>();
        foreach (var span in spans)
        {
            var (role, text) = span.Name switch
            {
                "elevenlabs.recv.user_transcript" => (Turn.UserRole, span.Attribute("elevenlabs.user.text")),
                "elevenlabs.recv.agent_response" => (Turn.AgentRole, span.Attribute("elevenlabs.agent.text")),
                _ => ("", null),
            };
            if (text is null || span.Number("elevenlabs.turn.index") is not (>= 0 and < CallReader.MaxTurns and var index))
                continue;
            var seconds = span.StartedAt is { } at && callStartedAt is { } start ? (at - start).TotalSeconds : 0;
            turns.TryAdd((int)index, new Turn((int)index, role, text.Truncate(CallReader.MaxTurnLength), seconds));
        }

        return [.. turns.Values];
    }

    private static IEnumerable<Span> ReadSpans(JsonElement data)
        => (data.Object("otlp_traces")?.Items("resourceSpans") ?? [])
            .SelectMany(resource => resource.Items("scopeSpans"))
            .SelectMany(scope => scope.Items("spans"))
            .Select(span => new Span(span));

    private sealed class Span(JsonElement span)
    {
        private readonly Dictionary<string, string> _attributes = ReadAttributes(span);

        public string? Name { get; } = span.Text("name");

        public DateTimeOffset? StartedAt { get; } = (span.Number("startTimeUnixNano") / 1e9).AsUnixTime();

        public string? Attribute(string key) => _attributes.GetValueOrDefault(key);

        public double? Number(string key)
            => double.TryParse(Attribute(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number
                : null;

        private static Dictionary<string, string> ReadAttributes(JsonElement span)
        {
            var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var attribute in span.Items("attributes"))
            {
                var value = attribute.Object("value");
                if (attribute.Text("key") is { } key
                    && (value.Text("stringValue") ?? value.Text("intValue") ?? value.Text("doubleValue")) is { } text)
                    attributes[key] = text;
            }

            return attributes;
        }
    }
}
