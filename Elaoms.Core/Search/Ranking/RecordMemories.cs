using System.Globalization;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Search.Ranking;

/// <summary>
/// What a search can find in a record: every turn, the summaries of calls, and what the platform's analysis says. A turn that states a fact
/// is also found by the fact's words: a query for where the caller lives finds "we've moved to Oslo".
/// </summary>
internal static class RecordMemories
{
    public static IEnumerable<RankedMemory> Of(CallerRecord record)
    {
        var facts = record.Known();
        var stated = record.Facts
            .Where(fact => fact is { Ends: false, Source.Turn: not null })
            .ToLookup(fact => (fact.Source.ConversationId, fact.Source.Turn));
        var known = facts.Current.ToLookup(fact => (fact.Source.ConversationId, fact.Source.Turn));
        return facts.Current.Where(fact => fact.Source.Turn is null).Select(AsMemory)
            .Concat(record.Memories.Select(
                memory => AsRanked(
                    memory, known[(memory.ConversationId, memory.Turn)], [.. stated[(memory.ConversationId, memory.Turn)]], facts)));
    }

    private static RankedMemory AsRanked(
        Memory memory, IEnumerable<CurrentFact> known, IReadOnlyList<Fact> stated, KnownFacts facts)
    {
        var (words, said) = (memory.Text, 1);
        foreach (var fact in known)
            (words, said) = ($"{words} {FactText.SearchWords(fact)}", Math.Max(said, fact.Count));

        // What was over for a while may hold again.
        string[] over = [.. stated.Where(facts.IsOver).Select(fact => fact.Value)];
        // What is over is a memory of that day, as whatever else was said.
        var isOver = over.Length > 0 && over.Length == stated.Count;
        return new RankedMemory(isOver ? memory with { Sector = Sector.Episodic, Salience = Salience.Low } : memory, words, said, over);
    }

    // Made here and not stored: a fact that no longer holds must not be found.
    private static RankedMemory AsMemory(CurrentFact fact, int place)
    {
        // A prompt has nothing but the text.
        var text = fact.Confidence == FactConfidence.Unconfirmed ? FactText.Unconfirmed(FactText.Sentence(fact)) : FactText.Sentence(fact);
        var id = string.Create(CultureInfo.InvariantCulture, $"fact-{fact.Key}{(fact.Kind.IsMany ? $"-{place}" : "")}");
        return new RankedMemory(
            new Memory(id, text, fact.Kind.Sector, fact.Kind.Salience, fact.LastSaid, Role: null, fact.Source.ConversationId, Turn: null),
            FactText.SearchWords(fact),
            fact.Count,
            [])
        {
            Fact = fact,
        };
    }
}
