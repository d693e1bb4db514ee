using System.Collections.Concurrent;
using Elaoms.Core.Calls;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>
/// The server's progress with a caller's record: what is missing, what is superfluous, and the note about it. Thread-safe.
/// </summary>
internal sealed class IndexProgress
{
    private readonly IDocumentStore<EngineNote> _notes;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IndexedMemory> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IndexedMemory> _surplus = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _suspects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Memory>> _byMark;
    private readonly ConcurrentDictionary<string, Lazy<Task<string?>>> _parts = new(StringComparer.Ordinal);
    private string? _tag;
    private bool _changed;

    public IndexProgress(
        OpenMemoryServer server,
        CallerKey caller,
        IReadOnlyList<Memory> memories,
        Versioned<EngineNote>? stored,
        IDocumentStore<EngineNote> notes)
    {
        (Server, Caller, _notes, _tag) = (server, caller, notes, stored?.ETag);
        // Who says the same thing twice has it held once.
        _byMark = memories.GroupBy(memory => Fingerprint.Of(caller, memory.Text), StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.ToList(), StringComparer.Ordinal);
        if (stored?.Value is not { } note)
            return;
        if (note.Server == server.Identity)
            Recall(note);
        else
            _changed = true;
    }

    public OpenMemoryServer Server { get; }

    public CallerKey Caller { get; }

    /// <summary>The server's ids of what is no longer in the record.</summary>
    public IReadOnlyList<string> Surplus()
    {
        var kept = _held.Values.SelectMany(held => held.Ids).ToHashSet(StringComparer.Ordinal);
        return [.. _surplus.Values.SelectMany(held => held.Ids).Where(id => !kept.Contains(id)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Notes that the server no longer holds the surplus.</summary>
    public void DropSurplus()
    {
        _changed |= _surplus.Count > 0;
        _surplus.Clear();
    }

    /// <summary>What the server lacks, each text once.</summary>
    public IReadOnlyList<Memory> Missing() => [.. Lacking().Where(memory => !_suspects.ContainsKey(memory.Id))];

    /// <summary>What was being added when the server failed.</summary>
    public IReadOnlyList<Memory> Suspects() => [.. Lacking().Where(memory => _suspects.ContainsKey(memory.Id))];

    /// <summary>The server's id of a part; whoever needs the same part in this turn gets the same.</summary>
    public async Task<string?> PartAsync(string part, Func<Task<string?>> add)
    {
        var adding = _parts.GetOrAdd(part, _ => new Lazy<Task<string?>>(add));
        try
        {
            return await adding.Value;
        }
        catch
        {
            // Who needs it next tries for itself.
            _parts.TryRemove(KeyValuePair.Create(part, adding));
            throw;
        }
    }

    /// <summary>Notes that the server holds a memory, and all of the same words.</summary>
    public void Hold(Memory memory, IReadOnlyList<string> ids) => Note(memory, ids, refused: null);

    /// <summary>Notes that the server can't hold a memory.</summary>
    public void Refuse(Memory memory, string reason) => Note(memory, [], reason);

    /// <summary>Notes that the server failed while a memory was being added.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="counts">Whether nothing but this memory can be the cause.</param>
    /// <returns>How often nothing else can have been the cause.</returns>
    public int Suspect(Memory memory, bool counts)
    {
        lock (_lock)
        {
            _changed = true;
            return _suspects[memory.Id] = _suspects.GetValueOrDefault(memory.Id) + (counts ? 1 : 0);
        }
    }

    /// <summary>Writes the note, if there is anything new.</summary>
    /// <exception cref="EngineException">Another process works on the same caller. It adds again what it does not see, and finds
    /// it there.</exception>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        EngineNote note;
        lock (_lock)
        {
            if (!_changed)
                return;
            var held = _held.Concat(_surplus.Where(surplus => !_held.ContainsKey(surplus.Key)));
            note = new EngineNote
            {
                Server = Server.Identity,
                Held = new Dictionary<string, IndexedMemory>(held, StringComparer.Ordinal),
                Suspects = new Dictionary<string, int>(_suspects, StringComparer.Ordinal),
            };
            _changed = false;
        }

        _tag = await _notes.TryWriteAsync(Caller, note, _tag, cancellationToken)
            ?? throw new EngineException("Another process is indexing the same caller") { ConcernsAll = false };
    }

    private void Recall(EngineNote note)
    {
        var marks = _byMark.SelectMany(same => same.Value.Select(memory => (memory.Id, same.Key)))
            .ToDictionary(mark => mark.Id, mark => mark.Key, StringComparer.Ordinal);
        foreach (var (id, held) in note.Held)
            (marks.GetValueOrDefault(id) == held.Text ? _held : _surplus).Add(id, held);
        foreach (var (id, count) in note.Suspects.Where(suspect => marks.ContainsKey(suspect.Key)))
            _suspects.Add(id, count);
        foreach (var held in _held.Values.DistinctBy(held => held.Text, StringComparer.Ordinal).ToList())
        {
            foreach (var memory in _byMark[held.Text].Where(memory => !_held.ContainsKey(memory.Id)))
            {
                _held.Add(memory.Id, held);
                _changed = true;
            }
        }
    }

    private IEnumerable<Memory> Lacking() => _byMark.Values.Select(same => same[0]).Where(memory => !_held.ContainsKey(memory.Id));

    private void Note(Memory memory, IReadOnlyList<string> ids, string? refused)
    {
        var mark = Fingerprint.Of(Caller, memory.Text);
        lock (_lock)
        {
            foreach (var same in _byMark[mark])
            {
                _held[same.Id] = new IndexedMemory(mark, ids, refused);
                _suspects.Remove(same.Id);
            }

            _changed = true;
        }
    }
}
