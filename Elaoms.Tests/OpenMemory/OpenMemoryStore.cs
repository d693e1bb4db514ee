using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Elaoms.Tests.OpenMemory;

/// <summary>What the server holds and how it finds it.</summary>
internal sealed class OpenMemoryStore(OpenMemoryFaults faults, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ServerMemory> _memories = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (IReadOnlyList<ServerMemory> Found, long At)> _cache = new(StringComparer.Ordinal);

    /// <summary>All that it holds, oldest first.</summary>
    public IReadOnlyList<ServerMemory> Memories => [.. _memories.Values.OrderBy(memory => memory.CreatedAt)];

    public void Clear()
    {
        _memories.Clear();
        _cache.Clear();
    }

    /// <summary>Looks for a memory with as good as the same words, of any user.</summary>
    /// <param name="content">The text.</param>
    /// <param name="wordlessAreAlike">Whether all texts without words count as the same one, as they did at first.</param>
    public ServerMemory? FindSame(string content, bool wordlessAreAlike)
        => faults.Merges ? _memories.Values.FirstOrDefault(memory => Likeness(memory.Given, wordlessAreAlike) == Likeness(content, wordlessAreAlike)) : null;

    private (uint Hash, string? Text) Likeness(string text, bool wordlessAreAlike)
        => (OpenMemoryText.Hash(text, faults.HashBits), wordlessAreAlike || OpenMemoryText.Words(text).Count > 0 ? null : text);

    public ServerMemory Add(string content, string user, JsonNode? metadata, JsonNode? tags)
    {
        var sector = (string?)metadata?["sector"] ?? OpenMemoryText.Sector(content);
        var memory = new ServerMemory(
            Guid.NewGuid().ToString(),
            user,
            content,
            OpenMemoryText.Essence(content, faults.KeptLength),
            sector,
            metadata?.DeepClone() ?? new JsonObject(),
            tags?.DeepClone() ?? new JsonArray(),
            time.GetUtcNow().ToUnixTimeMilliseconds());
        _memories[memory.Id] = memory;
        return memory;
    }

    public ServerMemory? Get(string id) => _memories.GetValueOrDefault(id);

    public bool Delete(string id) => _memories.TryRemove(id, out _);

    public IReadOnlyList<ServerMemory> Of(string? user) => [.. _memories.Values.Where(memory => user is null || memory.User == user).OrderByDescending(memory => memory.CreatedAt)];

    /// <summary>Finds memories: the best of all users first, and of those the user's, or of the user's alone; for any query as many as are wanted.</summary>
    public IReadOnlyList<ServerMemory> Search(string query, int count, string? user, string? sector, bool scansAll)
    {
        var key = $"{query}\n{count}\n{user}\n{sector}";
        if (_cache.TryGetValue(key, out var kept) && time.GetElapsedTime(kept.At) < faults.StaleFor)
            return kept.Found;

        var words = OpenMemoryText.Words(query);
        var ranked = _memories.Values
            .Where(memory => (sector is null || memory.Sector == sector) && (scansAll || memory.User == user))
            .OrderByDescending(memory => words.Count(OpenMemoryText.Words(memory.Content).Contains) / Math.Sqrt(1 + memory.Content.Length))
            .ThenBy(memory => memory.Id, StringComparer.Ordinal);
        var own = scansAll ? ranked.Take(3 * count).Where(memory => user is null || memory.User == user) : ranked;
        var foreign = faults.ForeignMatches ? _memories.Values.Where(memory => memory.User != user).Take(count / 2) : [];
        IReadOnlyList<ServerMemory> found = [.. foreign.Concat(own).DistinctBy(memory => memory.Id).Take(count)];
        _cache[key] = (found, time.GetTimestamp());
        return found;
    }
}
