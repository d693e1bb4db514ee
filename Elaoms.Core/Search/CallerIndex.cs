using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Search.Ranking;
using Elaoms.Core.Storage.Records;
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

    private const int BytesPerText = 40;
    private const int BytesPerCaller = 16 << 10;
    private const int BytesPerEntry = 300;

    // How many times as many as are wanted compete for their places.
    private const int SpreadOver = 4;

    // Calls that are searched by themselves are indexed for each search.
    private const int MaxSelectedCalls = 20;

    private readonly CallerTexts _texts;
    private readonly CallerDigest _caller;
    private readonly int[] _standsFor;
    private readonly Dictionary<int, int> _counts = [];
    private readonly ConcurrentDictionary<int, FoundMemory> _found = [];
    private readonly MemoryScorer _scorer;
    private readonly RankingWeights _weights;
    private double[]? _general;
    private Dictionary<string, int>? _byId;
    private CallsByName? _byName;

    /// <summary>Builds the index of a record.</summary>
    public CallerIndex(CallerRecord record)
        : this(record, RankingWeights.Default)
    {
    }

    internal CallerIndex(CallerRecord record, RankingWeights weights, LanguageSet? languages = null)
        : this(
            CallerDigest.Of(record.Overview()),
            record.Known().IsOver,
            [PartOf(record, languages ?? LanguageSet.BuiltIn)],
            weights,
            languages ?? LanguageSet.BuiltIn)
    {
    }

    /// <summary>Joins the indexes of a record's parts.</summary>
    /// <param name="caller">What is known of the caller.</param>
    /// <param name="isOver">Whether a fact that was said holds no more.</param>
    /// <param name="parts">The parts that are at hand.</param>
    /// <param name="weights">What each signal counts.</param>
    /// <param name="languages">The languages that callers may speak.</param>
    internal CallerIndex(
        CallerDigest caller, Predicate<Fact> isOver, IReadOnlyList<PartIndex> parts, RankingWeights weights, LanguageSet languages)
    {
        (_caller, Profile) = (caller, caller.Profile);
        _texts = new CallerTexts(parts, caller, isOver, languages);
        _standsFor = Fold();
        _scorer = new MemoryScorer(_texts, weights);
        _weights = weights;
    }

    /// <summary>What is known of the caller.</summary>
    public CallerProfile Profile { get; }

    /// <summary>Whether parts of the record are missing that could not be read in time.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The parts.</summary>
    internal IReadOnlyList<PartIndex> Parts => _texts.Parts;

    /// <summary>Which segments the record's pages list, by their names, as far as that was read.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<SegmentEntry>> Pages { get; init; }
        = ReadOnlyDictionary<string, IReadOnlyList<SegmentEntry>>.Empty;

    /// <summary>How much memory it takes, in bytes, about.</summary>
    internal long Bytes => BytesPerCaller + Parts.Sum(part => part.Bytes) + BytesPerText * (long)_standsFor.Length
        + BytesPerEntry * Pages.Values.Sum(listed => (long)listed.Count);

    /// <summary>The memory of an id, or what stands for it; null when it is not in the record.</summary>
    public FoundMemory? Find(string id) => PlaceOf(id) is { } at ? Found(_standsFor[at]) : null;

    /// <summary>The id of what stands for a memory; null when it is not in the record.</summary>
    public string? StandsFor(string id) => PlaceOf(id) is { } at ? MemoryAt(_standsFor[at]).Id : null;

    /// <summary>What stands for memories that an engine names: each once, at its best place, and none that is not in the record.</summary>
    public IReadOnlyList<string> StandFor(IReadOnlyList<string> ids)
        => [.. ids.Select(StandsFor).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Finds the memories that answer a query.</summary>
    /// <param name="query">In the words of the caller or the agent.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>
    /// The memories, best first; none when even the best is below <see cref="Relevance.Floor"/>. A query of nothing but common words
    /// asks for what matters most.
    /// </returns>
    public IReadOnlyList<FoundMemory> Search(string query, int count)
        => Match(query, count).ConvertAll(match => Found(match.At) with { Relevance = match.Relevance });

    /// <summary>Says of memories why they answer a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="ids">The memories that were found.</param>
    /// <returns>The signals, in the order of the ids; of what was said again, those of the time that answers best.</returns>
    internal IReadOnlyList<MemorySignals> Explain(string query, IReadOnlyList<string> ids)
    {
        var standing = ids.Select(PlaceOf).OfType<int>().Select(at => _standsFor[at]).ToHashSet();
        var texts = Enumerable.Range(0, _standsFor.Length).Where(at => standing.Contains(_standsFor[at])).ToList();
        var best = texts.Zip(_scorer.Explain(query, texts)).GroupBy(pair => _standsFor[pair.First])
            .ToDictionary(group => group.Key, group => group.MaxBy(pair => pair.Second.Score).Second);
        return [.. ids.Select(id => PlaceOf(id) is { } at ? best[_standsFor[at]] : MemorySignals.None)];
    }

    /// <summary>The newest call alone, as if there were no other; null when it is not at hand.</summary>
    internal CallerIndex? NewestCall()
        => Only(Parts.SelectMany(part => part.Calls).Where(call => call.ConversationId == _caller.LastConversationId));

    /// <summary>
    /// The calls of the person whose whole name is in a query, as if there were no others; null when there is no such person, or when parts
    /// of the record are missing.
    /// </summary>
    internal CallerIndex? CallsOfPersonIn(string query) => IsPartial ? null : Only((_byName ??= new CallsByName(Parts)).Of(query));

    /// <summary>The memory of a match.</summary>
    internal Memory MemoryAt(int at) => Found(at).Memory;

    /// <summary>Finds the memories that answer a query, with what their relevance is made of.</summary>
    internal List<Match> Match(string query, int count)
    {
        var rented = ArrayPool<double>.Shared.Rent(_standsFor.Length);
        var scores = rented.AsSpan(0, _standsFor.Length);
        if (!_scorer.Score(query, scores, out var possible, out var isOneWord))
            (_general ??= [.. Enumerable.Range(0, scores.Length).Select(_texts.AboutAt)]).CopyTo(scores);
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
    private FoundMemory Found(int at) => _found.GetOrAdd(at, static (at, index) => index.Make(at), this);

    private FoundMemory Make(int at)
    {
        var ranked = _texts.MemoryAt(at);
        return new FoundMemory(
            ranked.Memory,
            Math.Max(_counts.GetValueOrDefault(at, 1), ranked.Said),
            ranked.Over,
            ranked.IsWithheld,
            ranked.Fact?.Confidence);
    }

    // Only the engines beside this index name memories by their ids.
    private int? PlaceOf(string id)
    {
        if (_byId is null)
        {
            var byId = new Dictionary<string, int>(_standsFor.Length, StringComparer.Ordinal);
            for (var text = 0; text < _standsFor.Length; text++)
                byId[_texts.IdAt(text)] = text;
            _byId = byId;
        }

        return _byId.TryGetValue(id, out var at) ? at : null;
    }

    // Said again by the same side in the same words, as people do: the newest stands for all.
    private int[] Fold()
    {
        var standsFor = new int[_texts.Texts.Length];
        var newest = new Dictionary<ulong, int>(standsFor.Length);
        for (var at = 0; at < standsFor.Length; at++)
        {
            standsFor[at] = at;
            // What nobody said is nobody's to say again.
            if (_texts.SaidAt(at) is not 0 and var said
                && (!newest.TryGetValue(said, out var other) || IsNewer(at, other)))
                newest[said] = at;
        }

        for (var at = 0; at < standsFor.Length; at++)
        {
            if (_texts.SaidAt(at) is not 0 and var said && newest[said] is var stands && stands != at)
            {
                standsFor[at] = stands;
                _counts[stands] = _counts.GetValueOrDefault(stands, 1) + 1;
            }
        }

        return standsFor;
    }

    private bool IsNewer(int at, int other)
        => _texts.TimeAt(at).CompareTo(_texts.TimeAt(other)) is not 0 and var byTime ? byTime > 0 : _texts.ComparePlaces(at, other) > 0;

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
                var score = scores[best[i]] / (1 + _weights.Spread * taken.GetValueOrDefault(_texts.Texts[best[i]].Call));
                if (score > highest)
                    (next, highest) = (i, score);
            }

            var call = _texts.Texts[best[next]].Call;
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
        var bySalience = _texts.SalienceAt(a).CompareTo(_texts.SalienceAt(b));
        if (bySalience != 0)
            return bySalience;
        var byTime = _texts.TimeAt(a).CompareTo(_texts.TimeAt(b));
        return byTime != 0 ? byTime : _texts.ComparePlaces(b, a);
    }

    // Made of nothing but these calls, so that no word, fact or count of another call shows in it.
    private CallerIndex? Only(IEnumerable<PastCall> calls)
    {
        var selected = calls.OrderByDescending(call => call.Place).Take(MaxSelectedCalls).Select(call => call.ConversationId)
            .ToHashSet(StringComparer.Ordinal);
        var parts = Parts.Select(part => part.Only(selected)).OfType<RecordPart>().ToList();
        return parts.Count == 0
            ? null
            : new CallerIndex(new CallerRecord { Caller = _caller.Caller }.Holding(
                parts.SelectMany(part => part.Calls),
                parts.SelectMany(part => part.ReadFacts()),
                parts.SelectMany(part => part.ReadMemories())));
    }

    private static PartIndex PartOf(CallerRecord record, LanguageSet languages)
    {
        // Records that are made by hand may hold memories of calls that they don't hold.
        var known = record.Calls.Select(call => call.ConversationId).ToHashSet(StringComparer.Ordinal);
        var others = record.Memories.Where(memory => !known.Contains(memory.ConversationId))
            .DistinctBy(memory => memory.ConversationId, StringComparer.Ordinal)
            .Select(memory => new PastCall
            {
                ConversationId = memory.ConversationId,
                Payload = "",
                PayloadVersion = default,
                StartedAt = memory.Time,
            });
        IReadOnlyList<PastCall> calls = [.. record.Calls, .. others];
        return PartIndex.Of(
            new RecordPart(
                Name: null,
                calls,
                () => record.Facts,
                StoredMemories.Of(calls, record.Memories, record.Facts, indexer: null)),
            languages);
    }
}
