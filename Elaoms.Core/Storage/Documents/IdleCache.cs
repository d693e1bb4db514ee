using Elaoms.Core.Calls;

namespace Elaoms.Core.Storage.Documents;

/// <summary>
/// Keeps something of recently requested callers, bounded in bytes. What nobody asks for is dropped after <see cref="MaxIdle"/>: another
/// process may have erased the caller.
/// </summary>
/// <param name="maxBytes">How much is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class IdleCache<T>(long maxBytes, TimeProvider time) : IDisposable
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

    /// <summary>What is kept of a caller; null when nothing is.</summary>
    public CachedValue<T>? Find(CallerKey key)
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

    /// <summary>Keeps a value in place of the one before; null for nothing.</summary>
    public void Keep(CallerKey key, CachedValue<T>? entry)
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

    /// <summary>Drops what was not asked for of late, until so much more fits in. For more than fits in at all, nothing goes.</summary>
    public void MakeRoomFor(long bytes)
    {
        lock (_lock)
        {
            while (bytes <= maxBytes && _bytes + bytes > maxBytes && _byLastUse.Last is { } oldest)
                Remove(oldest.Value.Key);
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

    private readonly record struct Kept(CallerKey Key, CachedValue<T> Entry, long UsedAt);
}

/// <summary>A value that is kept.</summary>
/// <param name="ETag">The version of the document that it was made of.</param>
/// <param name="Value">The value.</param>
/// <param name="Bytes">How much memory it takes, about.</param>
internal sealed record CachedValue<T>(string ETag, T Value, long Bytes);
