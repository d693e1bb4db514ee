using System.Globalization;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Processing.Extraction;

/// <summary>
/// Extracts from a call what is to be remembered: facts, the platform's summary as one memory, and every turn of both sides as one.
/// The same payload gives the same result.
/// </summary>
/// <param name="redactor">Redacts the call before any of it is stored.</param>
/// <param name="extractors">The sources of facts.</param>
public sealed class CallExtractor(IRedactor redactor, IEnumerable<IFactExtractor> extractors)
{
    /// <summary>
    /// The version of what is extracted: rules, redaction, and how collected values are judged. Raise it with any change that gives other
    /// facts or memories; <c>elaoms relearn</c> then learns again what older rules taught.
    /// </summary>
    public const int RulesVersion = 1;

    private const double LongestCallSeconds = 7 * 24 * 3600;

    private readonly IFactExtractor[] _extractors = [.. extractors];

    /// <summary>Extracts what is to be stored, redacted.</summary>
    /// <param name="call">The call.</param>
    /// <param name="conversationId">Its conversation.</param>
    /// <param name="payload">The payload it was read from.</param>
    /// <param name="eventTimestamp">When the platform sent it, in Unix seconds.</param>
    public async Task<ExtractedCall> ExtractAsync(
        Call call, string conversationId, PayloadName payload, double? eventTimestamp, CancellationToken cancellationToken)
    {
        var redacted = redactor.Redact(call);
        // Never the clock: a later try must give the same memories.
        var start = call.StartedAt ?? eventTimestamp.AsUnixTime() ?? payload.Day;
        var toExtract = new CallToExtract(call, redacted, DateOnly.FromDateTime(start.UtcDateTime));
        var (all, unreadTurns) = (new List<ExtractedFact>(), 0);
        foreach (var extractor in _extractors)
        {
            var extracted = await extractor.ExtractAsync(toExtract, cancellationToken);
            all.AddRange(extracted.Facts);
            unreadTurns += extracted.UnreadTurns;
        }

        var found = Storable(all, toExtract);
        found.AddRange(OutcomeFacts.Of(redacted.Call, [.. found]));
        var said = found.Where(fact => fact.Source != FactSource.DataCollection).ToList();
        var past = new PastCall
        {
            ConversationId = conversationId,
            Payload = payload.Value,
            PayloadVersion = new PayloadVersion(eventTimestamp ?? 0, payload.BodyHash, RulesVersion),
            IsKindCertain = true,
            AgentId = call.AgentId,
            StartedAt = start,
            DurationSeconds = call.DurationSeconds,
            Title = redacted.Call.Title,
            Summary = redacted.Call.Summary,
            Outcome = call.Outcome,
            Language = call.Language,
            Sentiment = said.LastOrDefault(fact => fact.Key == TurnKind.Emotion)?.Value,
        };
        return new ExtractedCall(
            past,
            Facts([.. found.Where(fact => fact.Source == FactSource.DataCollection)], said, conversationId, start),
            [.. Memories(redacted.Call, found, conversationId, payload.ConversationHash, start)],
            unreadTurns)
        {
            Redactions = redacted.Counts.ToDictionary(one => one.Key.ToTag(), one => one.Value, StringComparer.Ordinal),
        };
    }

    // Facts without what was found in a redaction, each with its words as they may be stored.
    private static List<ExtractedFact> Storable(List<ExtractedFact> facts, CallToExtract call)
    {
        var turns = call.Original.Turns.Select((turn, at) => (turn.Position, At: at)).ToDictionary(turn => turn.Position, turn => turn.At);
        return [.. facts.Select(Stored).OfType<ExtractedFact>()];

        ExtractedFact? Stored(ExtractedFact fact)
        {
            if (fact.Turn is not { } turn || !turns.TryGetValue(turn, out var at))
                return fact with { Quote = fact.Quote?.Truncate(TurnQuote.MaxLength) };
            var (original, redacted, spans) = (call.Original.Turns[at].Text, call.Redacted.Call.Turns[at].Text, call.Redacted.Turns[at]);
            var (start, end) = fact.Start >= 0
                ? (fact.Start, fact.End)
                : original.IndexOf(fact.Value, StringComparison.OrdinalIgnoreCase) is >= 0 and var index
                    ? (index, index + fact.Value.Length)
                    : (-1, -1);
            // Stored turns, which are read when a payload has expired, hold marks and have no spans.
            var holdsMark = (spans.Count > 0 || fact.Source == FactSource.Statement) && fact.Value.AsSpan().ContainsAny('[', ']');
            if (holdsMark || TurnQuote.IsRedacted(spans, start, end))
                return null;
            var isQuoted = fact is { Start: < 0, Quote: not null };
            return fact with
            {
                Quote = isQuoted ? fact.Quote!.Truncate(TurnQuote.MaxLength) : TurnQuote.Around(original, redacted, spans, start, end),
            };
        }
    }

    private static List<Fact> Facts(List<ExtractedFact> collected, List<ExtractedFact> said, string conversationId, DateTimeOffset start)
    {
        // What the caller corrected in the same call was collected from the words before.
        var corrected = said.Where(fact => fact.Ends && fact.Value.Length > 0 && fact.Source != FactSource.Report).ToList();
        var isSpelled = said.Exists(fact => fact.Basis == FactBasis.Spelled);
        var uncorrected = collected
            .Where(fact => !isSpelled || FactKinds.Of(fact.Key) != FactKinds.Name)
            .Select(Fact)
            .Where(fact => !corrected.Exists(other => FactKinds.Of(fact.Key).Key == other.Key && FactFold.IsAbout(fact, other.Value)));
        return [.. uncorrected, .. said.Where(fact => TurnKind.IsFact(fact.Key)).Select(Fact)];

        Fact Fact(ExtractedFact fact) => new(
            fact.Key,
            fact.Value,
            start,
            new FactSource(conversationId, fact.Source, fact.Turn, fact.Quote),
            fact.Ends,
            fact.Basis);
    }

    private static IEnumerable<Memory> Memories(
        Call call, List<ExtractedFact> found, string conversationId, string conversationHash, DateTimeOffset start)
    {
        if (Overview(call) is { } overview)
            yield return new Memory(
                $"{conversationHash}-summary", overview, Sector.Episodic, Salience.Medium, start, Role: null, conversationId, Turn: null);

        var kinds = found.Where(TurnKind.Marks).ToLookup(fact => fact.Turn, fact => TurnKind.Of(fact.Key));
        foreach (var turn in call.Turns)
        {
            var time = start.AddSeconds(Math.Clamp(turn.SecondsIntoCall, 0, LongestCallSeconds));
            var id = string.Create(CultureInfo.InvariantCulture, $"{conversationHash}-turn-{turn.Position}");
            var kind = kinds[turn.Position].MaxBy(kind => kind.Salience) ?? TurnKind.Plain;
            yield return new Memory(id, turn.Text, kind.Sector, kind.Salience, time, turn.Role, conversationId, turn.Position);
        }
    }

    private static string? Overview(Call call) => (call.Title, call.Summary) switch
    {
        (null, null) => null,
        (null, var summary) => summary,
        (var title, null) => title,
        var (title, summary) => $"{title}: {summary}",
    };
}
