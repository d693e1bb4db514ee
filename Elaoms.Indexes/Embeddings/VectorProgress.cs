using Elaoms.Core.Calls;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Indexes.Embeddings;

/// <summary>How far it has come with a caller's vectors: which are there, and which are missing.</summary>
internal sealed class VectorProgress
{
    /// <summary>Of how many memories vectors are kept, of the last ones: at 1,536 numbers some 8 MB of a caller, as stored.</summary>
    public const int MaxMemories = 4000;

    private readonly string _model;
    private readonly CallerKey _caller;
    private readonly IDocumentStore<CallerVectors> _vectors;
    private readonly List<(string Id, string Text, string Mark)> _memories;
    private readonly Dictionary<string, StoredVector> _held = new(StringComparer.Ordinal);
    private string? _tag;
    private bool _changed;

    public VectorProgress(
        string model,
        CallerKey caller,
        IReadOnlyList<Memory> memories,
        Versioned<CallerVectors>? stored,
        IDocumentStore<CallerVectors> vectors)
    {
        (_model, _caller, _vectors, _tag) = (model, caller, vectors, stored?.ETag);
        _memories = [.. memories
            .Select(memory => (memory.Id, memory.Time, Text: EmbeddedText.Of(memory.Text)))
            .Where(memory => memory.Text.Length > 0)
            .OrderBy(memory => memory.Time)
            .TakeLast(MaxMemories)
            .Select(memory => (memory.Id, memory.Text, Fingerprint.Of(caller, memory.Text)))];
        var known = stored?.Value.Model == model ? stored.Value.Held : new Dictionary<string, StoredVector>(StringComparer.Ordinal);
        var wanted = _memories.Select(memory => memory.Mark).ToHashSet(StringComparer.Ordinal);
        foreach (var held in known.Values.Where(held => wanted.Contains(held.Text)))
            _held[held.Text] = held;
        _changed = stored is not null && !IsUpToDate(stored.Value);
    }

    /// <summary>The texts that have no vector, each once, the last said first: it is what a caller comes back to.</summary>
    public IReadOnlyList<string> Missing()
        => [.. _memories.AsEnumerable().Reverse().Where(memory => !_held.ContainsKey(memory.Mark)).Select(memory => memory.Text)
            .Distinct(StringComparer.Ordinal)];

    /// <summary>Takes the vectors of texts.</summary>
    /// <exception cref="EmbeddingsException">They differ in length from the stored ones. The stored ones are dropped, and the next try
    /// computes them again.</exception>
    public void Hold(IReadOnlyList<string> texts, IReadOnlyList<float[]> vectors)
    {
        _changed = true;
        if (_held.Values.Any(held => held.Vector.Length > 0 && held.Vector.Length != vectors[0].Length))
        {
            _held.Clear();
            throw new EmbeddingsException(EmbeddingsFault.OtherModel) { ConcernsAll = false };
        }

        foreach (var (text, vector) in texts.Zip(vectors))
            Note(text, CompactVector.Of(vector));
    }

    /// <summary>Notes that there is no vector to be had of a text.</summary>
    public void Refuse(string text)
    {
        _changed = true;
        Note(text, []);
    }

    /// <summary>Stores the vectors, if there is anything new.</summary>
    /// <exception cref="EngineException">Another process works on the same caller.</exception>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (!_changed)
            return;
        var held = new Dictionary<string, StoredVector>(StringComparer.Ordinal);
        foreach (var memory in _memories)
        {
            if (_held.TryGetValue(memory.Mark, out var vector))
                held[memory.Id] = vector;
        }

        _tag = await _vectors.TryWriteAsync(_caller, new CallerVectors { Model = _model, Held = held }, _tag, cancellationToken)
            ?? throw new EngineException("Another process is indexing the same caller") { ConcernsAll = false };
        _changed = false;
    }

    private bool IsUpToDate(CallerVectors stored)
        => stored.Model == _model && stored.Held.Count == _memories.Count(memory => _held.ContainsKey(memory.Mark))
            && _memories.TrueForAll(
                memory => !_held.TryGetValue(memory.Mark, out var vector) || stored.Held.GetValueOrDefault(memory.Id)?.Text == vector.Text);

    private void Note(string text, byte[] vector)
    {
        var mark = Fingerprint.Of(_caller, text);
        _held[mark] = new StoredVector(mark, vector);
    }
}
