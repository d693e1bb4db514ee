using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Recall;
using Elaoms.Core.Search;
using Elaoms.Core.Search.Ranking;

namespace Elaoms.Core.Operators;

/// <summary>Answers a query as an agent would be answered, and says why. It is not counted as a search of a call.</summary>
public sealed class ExplainSearch(SearchData searchData)
{
    /// <summary>Answers a query.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="request">The request, whose ids do not count.</param>
    /// <returns>The answer; null when the memory could not be read in time.</returns>
    public async Task<ExplainedSearch?> ExplainAsync(CallerKey caller, SearchDataRequest request, CancellationToken cancellationToken)
        => await searchData.FindAsync(caller, request, cancellationToken) is { } found
            ? ExplainedSearch.Of(found, request.Query ?? "")
            : null;
}

/// <summary>The answer to a search, with why it is so.</summary>
/// <param name="Answer">What the agent would be answered.</param>
/// <param name="Nothing">Why it holds nothing; null when it holds something.</param>
/// <param name="Signals">Of each memory of the answer, in its order, what made it an answer.</param>
public sealed record ExplainedSearch(SearchDataAnswer Answer, NothingFound? Nothing, IReadOnlyList<FoundBy> Signals)
{
    /// <summary>What the agent would be told of each memory, in the order of the answer.</summary>
    public IReadOnlyList<string> Texts
        => [.. Answer.Memories.Select(found => OutgoingText.Line(found.Memory.Text, OutgoingText.MaxMemoryLength))];

    /// <summary>Writes it: the answer as it would be sent, and the signals beside it.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("answer"u8);
        Answer.WriteTo(writer);
        writer.WriteString("nothing_found"u8, Nothing switch
        {
            NothingFound.NoRecord => "no_record",
            NothingFound.OptedOut => "opted_out",
            NothingFound.SharedLine => "shared_line",
            NothingFound.NotRelevant => "not_relevant",
            _ => null,
        });
        writer.WriteStartArray("signals"u8);
        foreach (var signals in Signals)
            Write(signals, writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    internal static ExplainedSearch Of(FoundMemories found, string query)
    {
        var memories = found.Answer.Memories;
        if (found.Index is not { } index)
            return new ExplainedSearch(found.Answer, found.Because, []);
        IReadOnlyList<EngineRanking> rankings =
        [
            new EngineRanking(CallerIndex.EngineName, 1, [.. found.Own.Select(memory => memory.Memory.Id)]),
            .. found.Rankings.Select(ranking => ranking with { Ids = index.StandFor(ranking.Ids) }),
        ];
        var signals = index.Explain(query, [.. memories.Select(memory => memory.Memory.Id)]);
        return new ExplainedSearch(
            found.Answer,
            memories.Count == 0 ? NothingFound.NotRelevant : null,
            [.. memories.Zip(signals, (memory, words) => new FoundBy(words, PlacesOf(memory.Memory.Id, rankings)))]);
    }

    private static Dictionary<string, int> PlacesOf(string id, IReadOnlyList<EngineRanking> rankings)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (engine, _, ids) in rankings)
        {
            if (ids.TakeWhile(other => other != id).Count() is var place && place < ids.Count)
                places[engine] = place + 1;
        }

        return places;
    }

    private static void Write(FoundBy found, Utf8JsonWriter writer)
    {
        var signals = found.Words;
        writer.WriteStartObject();
        writer.WriteStartObject("places"u8);
        foreach (var (engine, place) in found.Places)
            writer.WriteNumber(engine, place);
        writer.WriteEndObject();
        Write("own_words"u8, signals.Own, writer);
        Write("words_beside"u8, signals.Beside, writer);
        writer.WriteNumber("score"u8, Math.Round(signals.Score, 3));
        writer.WriteNumber("words"u8, Math.Round(signals.Words, 3));
        writer.WriteNumber("call"u8, Math.Round(signals.Call, 3));
        writer.WriteNumber("date"u8, signals.Date);
        writer.WriteNumber("speaker"u8, signals.Speaker);
        writer.WriteNumber("time"u8, signals.Time);
        writer.WriteNumber("question"u8, signals.Question);
        writer.WriteEndObject();
    }

    private static void Write(ReadOnlySpan<byte> name, IReadOnlyList<string> words, Utf8JsonWriter writer)
    {
        writer.WriteStartArray(name);
        foreach (var word in words)
            writer.WriteStringValue(OutgoingText.Line(word, OutgoingText.MaxIdLength));
        writer.WriteEndArray();
    }
}

/// <summary>What made a memory an answer.</summary>
/// <param name="Words">Its score by words.</param>
/// <param name="Places">Its place in the ranking of each index that found it, from 1.</param>
public sealed record FoundBy(MemorySignals Words, IReadOnlyDictionary<string, int> Places);
