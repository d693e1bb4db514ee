using System.Diagnostics.CodeAnalysis;

namespace Elaoms.Core.Callers;

/// <summary>
/// Keeps what was made of callers' stored values, for the callers who were last asked for, bounded in bytes. Each time the store is asked whether the value has changed, so
/// nothing is ever older than the store.
/// </summary>
/// <param name="maxBytes">How much is kept.</param>
/// <param name="readTag">Reads the tag of the stored value; null when there is none.</param>
/// <param name="make">Reads the stored value and makes of it what is kept; null when there is none.</param>
internal sealed class TaggedCache<T>(
    long maxBytes,
    Func<CallerKey, CancellationToken, ValueTask<string?>> readTag,
    Func<CallerKey, CancellationToken, ValueTask<TaggedCache<T>.Entry?>> make)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CallerKey, LinkedListNode<(CallerKey Key, Entry Entry)>> _entries = [];
    private readonly LinkedList<(CallerKey Key, Entry Entry)> _byLastUse = [];
    private long _bytes;

    /// <summary>What there is of a caller as the store has it now; null when there is nothing.</summary>
    public async ValueTask<T?> GetAsync(CallerKey key, CancellationToken cancellationToken)
    {
        if (Find(key) is { } kept && await readTag(key, cancellationToken) == kept.Tag)
            return kept.Value;

        var entry = await make(key, cancellationToken);
        Keep(key, entry);
        return entry?.Value;
    }

    private Entry? Find(CallerKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
                return null;
            _byLastUse.Remove(node);
            _byLastUse.AddFirst(node);
            return node.Value.Entry;
        }
    }

    private void Keep(CallerKey key, Entry? entry)
    {
        lock (_lock)
        {
            Remove(key);
            // What does not fit at all would drive all the others out, and then go itself.
            if (entry is null || entry.Bytes > maxBytes)
                return;
            _entries[key] = _byLastUse.AddFirst((key, entry));
            _bytes += entry.Bytes;
            while (_bytes > maxBytes && _byLastUse.Last is { } oldest)
                Remove(oldest.Value.Key);
        }
    }

    private void Remove(CallerKey key)
    {
        if (!_entries.Remove(key, out var node))
            return;
        _byLastUse.Remove(node);
        _bytes -= node.Value.Entry.Bytes;
    }

    /// <summary>What is kept of a caller.</summary>
    /// <param name="Tag">Names the version of the stored value.</param>
    /// <param name="Value">What was made of it.</param>
    /// <param name="Bytes">How much memory that takes, about.</param>
    [SuppressMessage("Design", "CA1034:Nested types should not be visible", Justification = "Belongs to the cache alone.")]
    public sealed record Entry(string Tag, T Value, long Bytes);
}
