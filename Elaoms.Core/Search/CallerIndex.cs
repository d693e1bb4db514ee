using System.Buffers;
using System.Text;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search.Ranking;
using Elaoms.Core.Text;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Search;

/// <summary>
/// One caller's memories, ready to be searched: every turn, the calls' summaries, and the facts that hold now.
/// <see cref="MemoryScorer"/> decides; among equals the more salient and then the newer comes first.
/// </summary>
public sealed class CallerIndex
{
    /// <summary>Our own index in metrics and health reports.</summary>
    public const string EngineName = "embedded";

    // How many times as many as are wanted compete for their places.
    private const int SpreadOver = 4;

    private readonly RankedMemory[] _ranked;
    private readonly Memory[] _memories;
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private readonly int[] _standsFor;
    private readonly int[] _counts;
    private readonly FoundMemory?[] _found;
    private readonly MemoryScorer _scorer;
    private readonly RankingWeights _weights;
    private double[]? _general;

    /// <summary>Builds the index of a record.</summary>
    public CallerIndex(CallerRecord record)
        : this(record, RankingWeights.Default)
    {
    }

    internal CallerIndex(CallerRecord record, RankingWeights weights, LanguageSet? languages = null)
    {
        Profile = ProfileBuilder.Build(record);
        _ranked = [.. RecordMemories.Of(record)
            .OrderBy(memory => memory.Memory.ConversationId, StringComparer.Ordinal)
            .ThenBy(memory => memory.Memory.Turn ?? -1)
            .ThenBy(memory => memory.Memory.Id, StringComparer.Ordinal)];
        _memories = Array.ConvertAll(_ranked, memory => memory.Memory);
        for (var i = 0; i < _memories.Length; i++)
            _byId[_memories[i].Id] = i;
        (_standsFor, _counts) = Fold();
        _found = new FoundMemory?[_memories.Length];
        _scorer = new MemoryScorer(_ranked, Profile.Name, weights, languages ?? LanguageSet.BuiltIn);
        _weights = weights;
    }

    /// <summary>What is known of the caller.</summary>
    public CallerProfile Profile { get; }

    /// <summary>The memory of an id, or what stands for it; null when it is not in the record.</summary>
    public FoundMemory? Find(string id) => _byId.TryGetValue(id, out var at) ? Found(_standsFor[at]) : null;

    /// <summary>The id of what stands for a memory; null when it is not in the record.</summary>
    public string? StandsFor(string id) => _byId.TryGetValue(id, out var at) ? _memories[_standsFor[at]].Id : null;

    /// <summary>Finds the memories that answer a query.</summary>
    /// <param name="query">In the words of the caller or the agent.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>
    /// The memories, best first; none when even the best is below <see cref="Relevance.Floor"/>. A query of nothing but common words
    /// asks for what matters most.
    /// </returns>
    public IReadOnlyList<FoundMemory> Search(string query, int count)
        => Match(query, count).ConvertAll(match => Found(match.At) with { Relevance = match.Relevance });

    /// <summary>The memory of a match.</summary>
    internal Memory MemoryAt(int at) => _memories[at];

    /// <summary>Finds the memories that answer a query, with what their relevance is made of.</summary>
    internal List<Match> Match(string query, int count)
    {
        var rented = ArrayPool<double>.Shared.Rent(_memories.Length);
        var scores = rented.AsSpan(0, _memories.Length);
        if (!_scorer.Score(query, scores, out var possible, out var isOneWord))
            (_general ??= GeneralQuery.Scores(_ranked)).CopyTo(scores);
        for (var i = 0; i < scores.Length; i++)
        {
            var standing = _standsFor[i];
            if (standing == i)
                continue;
            scores[standing] = Math.Max(scores[standing], scores[i]);
            scores[i] = MemoryScorer.None;
        }

        var found = Results(scores, count, possible, mayBeNone: !isOneWord);
        ArrayPool<double>.Shared.Return(rented);
        return found;
    }

    private List<Match> Results(ReadOnlySpan<double> scores, int count, double? possible, bool mayBeNone)
    {
        var best = Best(scores, count * SpreadOver);
        if (best.Count == 0)
            return [];
        var highest = scores[best[0]];
        if (mayBeNone && possible is { } all && Relevance.Of(highest / all, 1) < _weights.Floor)
            return [];

        var found = new List<Match>(Math.Min(count, best.Count));
        foreach (var at in Spread(best, scores, count))
            found.Add(new Match(at, scores[at] / possible, scores[at] / highest));
        return found;
    }

    // Made when first found, and kept: to see whether somebody instructs the model takes longer than to find what they said.
    private FoundMemory Found(int at) => _found[at] ??= new FoundMemory(
        _memories[at],
        Math.Max(_counts[at], _ranked[at].Said),
        _ranked[at].Over,
        _ranked[at].IsWithheld,
        _ranked[at].Fact?.Confidence);

    // Said again by the same side in the same words, as people do: the newest stands for all.
    private (int[] StandsFor, int[] Counts) Fold()
    {
        var (standsFor, counts) = (new int[_memories.Length], new int[_memories.Length]);
        // What nobody said is nobody's to say again.
        var said = Array.ConvertAll(_memories, memory => memory.Role is { } role ? (role, WordsOf(memory.Text)) : default);
        var newest = new Dictionary<(string, string), int>();
        for (var i = 0; i < said.Length; i++)
        {
            if (said[i] != default && (!newest.TryGetValue(said[i], out var other) || _memories[i].Time >= _memories[other].Time))
                newest[said[i]] = i;
        }

        for (var i = 0; i < said.Length; i++)
        {
            standsFor[i] = said[i] == default ? i : newest[said[i]];
            counts[standsFor[i]]++;
        }

        return (standsFor, counts);
    }

    private static string WordsOf(string text)
    {
        var words = new StringBuilder(text.Length);
        var reader = new WordReader(text, stackalloc char[WordReader.MaxLength]);
        while (reader.Next())
            words.Append(reader.Word).Append(' ');
        if (words.Length == 0)
            return text;
        // Whether something is so, or is asked, are two things.
        if (text.AsSpan().TrimEnd() is [.., '?'])
            words.Append('?');
        return words.ToString();
    }

    // A few of many are wanted: to sort them all would cost more than to find them.
    private List<int> Best(ReadOnlySpan<double> scores, int count)
    {
        var best = new List<int>(count + 1);
        for (var at = 0; at < scores.Length; at++)
        {
            if (double.IsNegativeInfinity(scores[at]))
                continue;
            var place = best.Count;
            while (place > 0 && Compare(scores, at, best[place - 1]) > 0)
                place--;
            if (place == count)
                continue;
            best.Insert(place, at);
            if (best.Count > count)
                best.RemoveAt(count);
        }

        return best;
    }

    // One call's turns would fill the list where several calls answer: each further one of a call gives way to what is nearly as good.
    private List<int> Spread(List<int> best, ReadOnlySpan<double> scores, int count)
    {
        var (spread, taken) = (new List<int>(Math.Min(count, best.Count)), new Dictionary<int, int>());
        while (spread.Count < count && best.Count > 0)
        {
            var (next, highest) = (0, double.NegativeInfinity);
            for (var i = 0; i < best.Count && scores[best[i]] > highest; i++)
            {
                var score = scores[best[i]] / (1 + _weights.Spread * taken.GetValueOrDefault(_scorer.CallOf(best[i])));
                if (score > highest)
                    (next, highest) = (i, score);
            }

            var call = _scorer.CallOf(best[next]);
            taken[call] = taken.GetValueOrDefault(call) + 1;
            spread.Add(best[next]);
            best.RemoveAt(next);
        }

        return spread;
    }

    private int Compare(ReadOnlySpan<double> scores, int a, int b)
    {
        var byScore = scores[a].CompareTo(scores[b]);
        if (byScore != 0)
            return byScore;
        var (one, other) = (_memories[a], _memories[b]);
        var bySalience = one.Salience.CompareTo(other.Salience);
        if (bySalience != 0)
            return bySalience;
        var byTime = one.Time.CompareTo(other.Time);
        return byTime != 0 ? byTime : b.CompareTo(a);
    }
}
