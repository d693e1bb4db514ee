using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>
/// How the server finds: by shared words, as many as are wanted for any query, with scores that say nothing beyond one result.
/// </summary>
internal sealed class OpenMemorySearch(OpenMemoryStore store, OpenMemoryFaults faults, TimeProvider time)
{
    private readonly ConcurrentDictionary<OpenMemoryQuery, (IReadOnlyList<OpenMemoryMatch> Found, long At)> _results = new();

    public void ForgetResults() => _results.Clear();

    public IReadOnlyList<OpenMemoryMatch> Find(OpenMemoryQuery query)
    {
        if (_results.TryGetValue(query, out var kept) && time.GetElapsedTime(kept.At) < faults.StaleFor)
            return kept.Found;
        var found = Rank(query);
        foreach (var match in found)
            store.Boost(match.Memory.Id, salience => Math.Min(1, (query.ScansAll ? salience + 0.18 * (1 - salience) : salience) + 0.5));
        _results[query] = (found, time.GetTimestamp());
        return found;
    }

    private IReadOnlyList<OpenMemoryMatch> Rank(OpenMemoryQuery query)
    {
        if (query.Count <= 0)
            return [];
        var (words, sectors, now) = (OpenMemoryText.Words(query.Text), OpenMemorySectors.Of(query.Text),
            time.GetUtcNow().ToUnixTimeMilliseconds());
        var candidates = store.Of(query.ScansAll ? null : query.User)
            .SelectMany(memory => memory.Sectors.Select(sector => (Memory: memory, Sector: sector)))
            .Where(candidate => query.Sector is null || candidate.Sector == query.Sector)
            .Select(candidate => (candidate.Memory, candidate.Sector, Rating: Rate(candidate.Memory, query.Text, words, sectors)))
            .GroupBy(candidate => candidate.Sector, StringComparer.Ordinal)
            .SelectMany(sector => sector.OrderByDescending(candidate => candidate.Rating)
                .ThenByDescending(candidate => candidate.Memory.Number).Take(3 * query.Count))
            .DistinctBy(candidate => candidate.Memory.Id)
            .Where(candidate => query.User is null || candidate.Memory.User == query.User)
            .Where(candidate => candidate.Memory.SalienceAt(now) >= (query.MinSalience ?? 0))
            .Where(candidate => candidate.Memory.CreatedAt >= (query.From ?? double.MinValue)
                && candidate.Memory.CreatedAt <= (query.To ?? double.MaxValue))
            .OrderByDescending(candidate => candidate.Rating)
            .ThenByDescending(candidate => candidate.Memory.Number)
            .Take(query.Count + (int)Math.Ceiling(0.3 * query.Count))
            .ToList();
        if (candidates.Count == 0)
            return [.. Untrue(query)];

        var mean = candidates.Average(candidate => candidate.Rating);
        var deviation = Math.Sqrt(candidates.Average(candidate => (candidate.Rating - mean) * (candidate.Rating - mean)));
        var matches = candidates.Select(candidate =>
            new OpenMemoryMatch(candidate.Memory, (candidate.Rating - mean) / (deviation + 1e-9), candidate.Memory.SalienceAt(now)));
        return [.. Untrue(query).Concat(matches).DistinctBy(match => match.Memory.Id).Take(query.Count)];
    }

    // The query's words that the memory has, and the whole query in it; less when it is of another sector or has no words at all. Never the
    // memory's own weight.
    private static double Rate(ServerMemory memory, string query, HashSet<string> words, IReadOnlyList<string> sectors)
    {
        var shared = words.Count == 0 ? 0 : words.Count(memory.Words.Contains) / (double)words.Count;
        var whole = query.Length > 0 && memory.Content.Contains(query, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        return shared + whole
            + (sectors.Intersect(memory.Sectors, StringComparer.Ordinal).Any() ? 0.02 : 0)
            + (memory.Words.Count > 0 ? 0.01 : 0);
    }

    private IEnumerable<OpenMemoryMatch> Untrue(OpenMemoryQuery query)
    {
        if (faults.InventedMatches)
        {
            var (id, user) = (Guid.NewGuid().ToString(), query.User ?? "nobody");
            var invented = new ServerMemory(id, user, query.Text, query.Text, "semantic", new JsonObject(), new JsonArray(), 0);
            yield return new OpenMemoryMatch(invented, 3, 1);
        }

        if (!faults.ForeignMatches)
            yield break;
        foreach (var foreign in store.Memories.Where(memory => memory.User != query.User).Take(Math.Max(1, query.Count / 2)))
            yield return new OpenMemoryMatch(foreign, 3, foreign.Salience);
    }
}
