using Elaoms.Core.Calls;

namespace Elaoms.Core.Storage.Documents;

/// <summary>
/// Caches what was made of stored documents, for recently requested callers, bounded in bytes. Each request asks the store for the ETag, so
/// nothing is older than the store. Unused entries are dropped after <see cref="MaxIdle"/>: another process may have erased the caller.
/// </summary>
/// <param name="maxBytes">How much is kept.</param>
/// <param name="time">The clock.</param>
/// <param name="store">Where the documents are.</param>
/// <param name="make">Makes of a document what is kept.</param>
/// <param name="bytesPerStoredByte">How much memory that takes, about.</param>
internal sealed class ETagCache<TDocument, T>(
    long maxBytes, TimeProvider time, IVersionedReader<TDocument> store, Func<TDocument, T> make, int bytesPerStoredByte) : IDisposable
    where TDocument : class
    where T : class
{
    /// <summary>How long a value is kept that nobody asks for. Longer than the pauses between searches of one call.</summary>
    internal static readonly TimeSpan MaxIdle = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<CallerKey, LinkedListNode<Kept>> _entries = [];
    private readonly LinkedList<Kept> _byLastUse = [];
    private ITimer? _idleTimer;
    private bool _isDisposed;
    private long _bytes;

    /// <summary>How many callers there is something of in memory.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>What there is of a caller as the store has it now; null when there is nothing.</summary>
    public async ValueTask<T?> GetAsync(CallerKey key, CancellationToken cancellationToken)
    {
        if (Find(key) is { } kept && await store.ReadETagAsync(key, cancellationToken) == kept.ETag)
            return kept.Value;

        var entry = await store.ReadAsync(key, cancellationToken) is { } stored
            ? new Entry(stored.ETag, make(stored.Value), (long)stored.SizeBytes * bytesPerStoredByte)
            : null;
        Keep(key, entry);
        return entry?.Value;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _idleTimer?.Dispose();
            _idleTimer = null;
        }
    }

    private Entry? Find(CallerKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
                return null;
            _byLastUse.Remove(node);
            node.Value = node.Value with { UsedAt = time.GetTimestamp() };
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
            _entries[key] = _byLastUse.AddFirst(new Kept(key, entry, time.GetTimestamp()));
            _bytes += entry.Bytes;
            while (_bytes > maxBytes && _byLastUse.Last is { } oldest)
                Remove(oldest.Value.Key);
            if (_idleTimer is null && !_isDisposed)
                _idleTimer = time.CreateTimer(_ => DropIdle(), state: null, LookEvery, Timeout.InfiniteTimeSpan);
        }
    }

    private void DropIdle()
    {
        lock (_lock)
        {
            while (_byLastUse.Last is { } oldest && time.GetElapsedTime(oldest.Value.UsedAt) >= MaxIdle)
                Remove(oldest.Value.Key);
            if (_byLastUse.Count > 0)
            {
                _idleTimer?.Change(LookEvery, Timeout.InfiniteTimeSpan);
                return;
            }

            _idleTimer?.Dispose();
            _idleTimer = null;
        }
    }

    private void Remove(CallerKey key)
    {
        if (!_entries.Remove(key, out var node))
            return;
        _byLastUse.Remove(node);
        _bytes -= node.Value.Entry.Bytes;
    }

    private sealed record Entry(string ETag, T Value, long Bytes);

    private readonly record struct Kept(CallerKey Key, Entry Entry, long UsedAt);
}
