using Elaoms.Core.Callers;

namespace Elaoms.Core.Recall.Ranking;

/// <summary>
/// Keeps the indexes of the callers who were last searched, bounded in bytes. Each search asks the store whether the record has changed, so an index is never older than
/// the record.
/// </summary>
/// <param name="store">Where the records are.</param>
public sealed class CallerIndexes(ICallerStore store)
{
    private const long MaxBytes = 48L << 20;

    // A record's text stands in the index once more as terms and postings, in UTF-16.
    private const int BytesPerStoredByte = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<CallerKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byLastUse = [];
    private long _bytes;

    /// <summary>The index of a caller as the record stands now; null when there is no record.</summary>
    public async ValueTask<CallerIndex?> GetAsync(CallerKey key, CancellationToken cancellationToken)
    {
        if (Find(key) is { } kept)
        {
            var tag = await store.ReadTagAsync(key, cancellationToken);
            if (tag == kept.Tag)
                return kept.Index;
        }

        var stored = await store.ReadAsync(key, cancellationToken);
        if (stored is null)
        {
            Remove(key);
            return null;
        }

        var index = new CallerIndex(stored.Record);
        Keep(new Entry(key, stored.Tag, index, (long)stored.SizeBytes * BytesPerStoredByte));
        return index;
    }

    private Entry? Find(CallerKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
                return null;
            _byLastUse.Remove(node);
            _byLastUse.AddFirst(node);
            return node.Value;
        }
    }

    private void Keep(Entry entry)
    {
        lock (_lock)
        {
            RemoveLocked(entry.Key);
            _entries[entry.Key] = _byLastUse.AddFirst(entry);
            _bytes += entry.Bytes;
            while (_bytes > MaxBytes && _byLastUse.Last is { } oldest)
                RemoveLocked(oldest.Value.Key);
        }
    }

    private void Remove(CallerKey key)
    {
        lock (_lock)
            RemoveLocked(key);
    }

    private void RemoveLocked(CallerKey key)
    {
        if (!_entries.Remove(key, out var node))
            return;
        _byLastUse.Remove(node);
        _bytes -= node.Value.Bytes;
    }

    private sealed record Entry(CallerKey Key, string Tag, CallerIndex Index, long Bytes);
}
