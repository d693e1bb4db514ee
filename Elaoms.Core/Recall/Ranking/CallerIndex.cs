using System.Globalization;
using Elaoms.Core.Callers;
using Elaoms.Core.Facts;
using Elaoms.Core.Memories;

namespace Elaoms.Core.Recall.Ranking;

/// <summary>
/// One caller's memories, ready to be searched: every turn, the calls' summaries, and the facts that hold now. Words decide (BM25 over word stems); among equals the more
/// salient and then the newer comes first.
/// </summary>
public sealed class CallerIndex
{
    private readonly Memory[] _memories;
    private readonly Dictionary<string, Memory> _byId;
    private readonly Bm25 _bm25;

    /// <summary>Builds the index of a record.</summary>
    public CallerIndex(CallerRecord record)
    {
        Profile = ProfileBuilder.Build(record);
        _memories = [.. record.CurrentFacts.Where(fact => fact.Source.Turn is null).Select(AsMemory), .. record.Memories];
        _byId = _memories.ToDictionary(memory => memory.Id, StringComparer.Ordinal);
        _bm25 = new Bm25([.. _memories.Select(memory => memory.Text)]);
    }

    /// <summary>What is known of the caller.</summary>
    public CallerProfile Profile { get; }

    /// <summary>The memory of an id; null when it is not in the record.</summary>
    public Memory? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Finds the memories that answer a query.</summary>
    /// <param name="query">In the words of the caller or the agent.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>The memories, best first. A query of nothing but common words asks for what matters most.</returns>
    public IReadOnlyList<Memory> Search(string query, int count)
    {
        var terms = Terms.Of(query, Terms.MaxQueryTerms);
        var found = terms.Count == 0
            ? Enumerable.Range(0, _memories.Length).Select(document => (Document: document, Score: 0d)).ToList()
            : _bm25.Score(terms);
        return [.. Best(found, count).Select(hit => _memories[hit.Document])];
    }

    // A few of many are wanted: to sort them all would cost more than to find them.
    private List<(int Document, double Score)> Best(List<(int Document, double Score)> found, int count)
    {
        var best = new List<(int Document, double Score)>(count + 1);
        foreach (var hit in found)
        {
            var place = best.Count;
            while (place > 0 && Compare(hit, best[place - 1]) > 0)
                place--;
            if (place == count)
                continue;
            best.Insert(place, hit);
            if (best.Count > count)
                best.RemoveAt(count);
        }

        return best;
    }

    private int Compare((int Document, double Score) a, (int Document, double Score) b)
    {
        var byScore = a.Score.CompareTo(b.Score);
        if (byScore != 0)
            return byScore;
        var (one, other) = (_memories[a.Document], _memories[b.Document]);
        var bySalience = one.Salience.CompareTo(other.Salience);
        if (bySalience != 0)
            return bySalience;
        var byTime = one.Time.CompareTo(other.Time);
        return byTime != 0 ? byTime : b.Document.CompareTo(a.Document);
    }

    // Made here and not stored: a fact that no longer holds must not be found.
    private static Memory AsMemory(CurrentFact fact) => new(
        string.Create(CultureInfo.InvariantCulture, $"fact-{fact.Key}"),
        FactText.Sentence(fact),
        fact.Kind.Sector,
        fact.Kind.Salience,
        fact.LastSaid,
        Role: null,
        fact.Source.ConversationId,
        Turn: null);
}
