using System.Text.Json;
using System.Text.Json.Nodes;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>What the server holds. Each step is one; nothing holds two steps together, as there.</summary>
internal sealed class OpenMemoryStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServerMemory> _memories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _users = new(StringComparer.Ordinal);
    private readonly OpenMemoryFaults _faults;
    private readonly TimeProvider _time;
    private readonly OpenMemorySearch _search;
    private int _number;

    public OpenMemoryStore(OpenMemoryFaults faults, TimeProvider time)
    {
        (_faults, _time) = (faults, time);
        _search = new OpenMemorySearch(this, faults, time);
    }

    /// <summary>All that it holds, oldest first.</summary>
    public IReadOnlyList<ServerMemory> Memories
    {
        get
        {
            lock (_lock)
                return [.. _memories.Values.OrderBy(memory => memory.Number)];
        }
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Clear()
    {
        lock (_lock)
        {
            _memories.Clear();
            _users.Clear();
        }

        ForgetResults();
    }

    /// <summary>Forgets the results of searches, as a process that starts anew.</summary>
    public void ForgetResults() => _search.ForgetResults();

    /// <summary>Looks for a memory with as good as the same words, of any user.</summary>
    /// <param name="content">The text.</param>
    /// <param name="wordlessAreAlike">Whether all texts without words count as the same one, as they did at first.</param>
    public ServerMemory? FindSame(string content, bool wordlessAreAlike)
    {
        if (!_faults.Merges)
            return null;
        var (hash, counts) = (OpenMemoryText.Hash(content), OpenMemoryText.FirstBits(_faults.HashBits));
        bool IsSame(ServerMemory memory) => wordlessAreAlike || (hash is not null && memory.Hash is not null)
            ? ((hash ?? 0) & counts) == ((memory.Hash ?? 0) & counts)
            : memory.Given == content;
        lock (_lock)
            return _memories.Values.FirstOrDefault(IsSame);
    }

    public ServerMemory Add(string content, string user, JsonNode? metadata, JsonNode? tags)
    {
        var forced = metadata is JsonObject given && given["sector"] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? (string?)value
            : null;
        IReadOnlyList<string> sectors = forced is not null && OpenMemorySectors.Has(forced) ? [forced] : OpenMemorySectors.Of(content);
        lock (_lock)
        {
            _users.TryAdd(user, Now);
            var memory = new ServerMemory(
                Guid.NewGuid().ToString(),
                user,
                content,
                OpenMemoryText.Essence(content, _faults.KeptLength),
                sectors[0],
                metadata?.DeepClone() ?? new JsonObject(),
                tags?.DeepClone() ?? new JsonArray(),
                Now)
            { Number = ++_number, Sectors = sectors, Salience = 0.4 + 0.1 * (sectors.Count - 1) };
            return _memories[memory.Id] = memory;
        }
    }

    public ServerMemory? Get(string id)
    {
        lock (_lock)
            return _memories.GetValueOrDefault(id);
    }

    public bool Delete(string id)
    {
        lock (_lock)
            return _memories.Remove(id);
    }

    /// <summary>Gives a memory that is still there more weight; now it has been seen.</summary>
    public void Boost(string id, Func<double, double> salience)
    {
        lock (_lock)
        {
            if (_memories.TryGetValue(id, out var memory))
                _memories[id] = memory with { Salience = Math.Min(1, salience(memory.Salience)), LastSeenAt = Now, UpdatedAt = Now };
        }
    }

    /// <summary>The memories of a user, or of all, newest first.</summary>
    public IReadOnlyList<ServerMemory> Of(string? user)
    {
        lock (_lock)
            return [.. _memories.Values.Where(memory => user is null || memory.User == user).OrderByDescending(memory => memory.Number)];
    }

    /// <summary>When something was first added for a user.</summary>
    public long? KnownSince(string user)
    {
        lock (_lock)
            return _users.TryGetValue(user, out var since) ? since : null;
    }

    /// <summary>Finds memories, and gives them weight for it.</summary>
    public IReadOnlyList<OpenMemoryMatch> Search(OpenMemoryQuery query) => _search.Find(query);
}
