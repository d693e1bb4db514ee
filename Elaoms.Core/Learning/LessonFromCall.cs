using System.Globalization;
using System.Text;
using Elaoms.Core.Callers;
using Elaoms.Core.Calls;
using Elaoms.Core.Facts;
using Elaoms.Core.Intake;
using Elaoms.Core.Json;
using Elaoms.Core.Learning.Extraction;
using Elaoms.Core.Learning.Masking;
using Elaoms.Core.Memories;

namespace Elaoms.Core.Learning;

/// <summary>
/// Draws from a call what is to be remembered: the platform's collected values as facts, its summary as one memory, and every turn of both sides as one. A pure function of
/// the payload, so learning again gives the same.
/// </summary>
internal static class LessonFromCall
{
    private const double LongestCallSeconds = 7 * 24 * 3600;
    private const int MaxQuoteLength = 300;

    /// <summary>Draws the lesson.</summary>
    /// <param name="call">The call.</param>
    /// <param name="conversationId">Its conversation.</param>
    /// <param name="payload">The payload it was read from.</param>
    /// <param name="eventTimestamp">When the platform sent it, in Unix seconds.</param>
    public static CallLesson Draw(Call call, string conversationId, PayloadName payload, double? eventTimestamp)
    {
        call = Secrets.Mask(call);
        // Never the clock: a later try must give the same memories.
        var start = call.StartedAt ?? eventTimestamp.AsUnixTime() ?? payload.Day;
        var work = new ExtractionWork();
        var statements = CallerStatements.Of(Languages.BuiltIn.Value, call, DateOnly.FromDateTime(start.UtcDateTime), work);
        var past = new PastCall
        {
            ConversationId = conversationId,
            Payload = payload.Value,
            Standing = new PayloadStanding(eventTimestamp ?? 0, payload.BodyHash),
            AgentId = call.AgentId,
            StartedAt = start,
            DurationSeconds = call.DurationSeconds,
            Title = call.Title,
            Summary = call.Summary,
            Outcome = call.Outcome,
            Language = call.Language,
            Sentiment = statements.LastOrDefault(statement => statement.Key == TurnKind.Emotion)?.Value,
        };
        return new CallLesson(past, Facts(call, statements, conversationId, start), [.. Memories(call, statements, conversationId, payload.ConversationHash, start)], work.UnreadTurns);
    }

    private static List<Fact> Facts(Call call, IReadOnlyList<Statement> statements, string conversationId, DateTimeOffset start)
    {
        // What the caller corrected in the same call was collected from the words before.
        var corrected = statements.Where(statement => statement.Ends && statement.Value.Length > 0).ToList();
        var isSpelled = statements.Any(statement => statement.IsSpelled);
        var collected = call.Collected
            .Select(one => new Fact(NormaliseKey(one.Key), one.Value, start, ValidTo: null, new FactSource(conversationId, FactSource.DataCollection)))
            .Where(fact => fact.Key.Length > 0 && CollectedFacts.IsFact(fact.Key, fact.Value))
            .Where(fact => !isSpelled || FactKinds.Of(fact.Key) != FactKinds.Name)
            .Where(fact => !corrected.Exists(statement => FactKinds.Of(fact.Key).Key == statement.Key && FactTimeline.IsAbout(fact, statement.Value)))
            .GroupBy(fact => fact.Key, StringComparer.Ordinal)
            .Select(said => said.Last())
            .Select(CollectedFacts.Normalise);
        var stated = statements.Where(statement => TurnKind.IsFact(statement.Key)).Select(statement => new Fact(
            statement.Key,
            statement.Value,
            start,
            ValidTo: null,
            new FactSource(conversationId, statement.Turn is null ? FactSource.CallSummary : FactSource.Statement, statement.Turn, statement.Quote?.Truncate(MaxQuoteLength)),
            statement.Ends));
        return [.. collected, .. stated];
    }

    private static IEnumerable<Memory> Memories(Call call, IReadOnlyList<Statement> statements, string conversationId, string conversationHash, DateTimeOffset start)
    {
        if (Overview(call) is { } overview)
            yield return new Memory($"{conversationHash}-summary", overview, Sector.Episodic, Salience.Medium, start, Role: null, conversationId, Turn: null);

        var kinds = statements.Where(statement => statement.Turn is not null && TurnKind.Marks(statement)).ToLookup(statement => statement.Turn, statement => TurnKind.Of(statement.Key));
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

    private static string NormaliseKey(string key)
    {
        var normalised = new StringBuilder(key.Length);
        foreach (var c in key.Trim().ToLowerInvariant())
            normalised.Append(char.IsLetterOrDigit(c) ? c : '_');
        return normalised.ToString().Trim('_');
    }
}
