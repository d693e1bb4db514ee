using System.Collections.Concurrent;
using Elaoms.Core.Calls;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Search;

/// <summary>
/// Keeps the indexes of recently searched callers, bounded in bytes. Each search asks the store whether the record has changed, so an index
/// is never older than the record. A record's parts are read once for all who wait, the newest first, and only those that are new.
/// </summary>
/// <param name="records">The records.</param>
/// <param name="time">The clock.</param>
/// <param name="maxBytes">How much is kept, in bytes.</param>
/// <param name="storage">What the storage of the records is like; null for a remote one.</param>
public sealed class CallerIndexes(
    CallerRecords records, TimeProvider time, long maxBytes = CallerIndexes.DefaultMaxBytes, StorageTraits? storage = null) : IDisposable
{
    private const long DefaultMaxBytes = 64L << 20;

    // Most callers are searched once or twice in a call, and then not for weeks. To read a small record from the own disk takes less time
    // than the garbage collector takes to keep it. So it is kept of those who are searched again, before as much of others was searched as
    // is kept: later it would have been dropped by then.
    private const int PartsOfSmallRecord = 3;

    // A part is replaced when a writer adds to it; who reads slower than is written gives up.
    private const int MaxLoads = 10;

    // Records of many parts are read one at a time: each takes memory that nothing bounds, and two would leave small ones no processor.
    private const int PartsOfLargeRecord = 16;
    private const int LargeRecordsAtATime = 1;
    internal const long BytesOfPart = 64 << 10;

    // By itself the collector looks at what has become old when as much again has come: several large records would lie there, dropped.
    private const long CollectedAfterBytes = 24L << 20;

    private readonly IdleCache<CallerIndex> _cache = new(maxBytes, time);
    private readonly IdleCache<string> _searchedOnce = new(maxBytes, time);
    private readonly ConcurrentDictionary<(CallerKey Key, string ETag), Lazy<IndexLoad>> _loads = new();
    private readonly SemaphoreSlim _large = new(LargeRecordsAtATime);
    private readonly CancellationTokenSource _stop = new();
    private long _readSinceCollected;

    /// <summary>How many callers there is something of in memory.</summary>
    internal int Count => _cache.Count;

    /// <summary>The index of a caller as the record stands now; null when there is no record.</summary>
    /// <param name="key">The caller.</param>
    /// <param name="patience">
    /// How long to wait for all parts of the record. After that the index is of those that are at hand; all are at the next search.
    /// </param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async ValueTask<CallerIndex?> GetAsync(CallerKey key, TimeSpan patience, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        for (var loads = 0; loads < MaxLoads; loads++)
        {
            var kept = _cache.Find(key);
            if (kept is not null && await records.ReadETagAsync(key, cancellationToken) == kept.ETag)
                return kept.Value;
            if (await records.ReadHeadAsync(key, cancellationToken) is not { } head)
            {
                _cache.Keep(key, null);
                return null;
            }

            var load = _loads.GetOrAdd((key, head.ETag), at => new Lazy<IndexLoad>(() => Start(at.Key, head, kept?.Value))).Value;
            if (await load.WithinAsync(patience - time.GetElapsedTime(begin), time, cancellationToken) is { } index)
                return index;
        }

        throw new IOException("A caller's record changes faster than it can be read.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _cache.Dispose();
        _searchedOnce.Dispose();
        _large.Dispose();
    }

    private bool IsWorthKeeping(CallerKey key, CallerIndex index)
    {
        if (storage is not { IsRemote: false } || index.Parts.Count > PartsOfSmallRecord || _searchedOnce.Find(key) is not null)
            return true;
        _searchedOnce.Keep(key, new CachedValue<string>("", "", index.Bytes));
        return false;
    }

    private IndexLoad Start(CallerKey key, Versioned<RecordHead> head, CallerIndex? previous)
    {
        var load = new IndexLoad(head, previous);
        load.Begin(LoadAsync(key, head.ETag, load, _stop.Token));
        return load;
    }

    // Null when a part has been replaced meanwhile.
    private async Task<CallerIndex?> LoadAsync(CallerKey key, string etag, IndexLoad load, CancellationToken stop)
    {
        var isCounted = false;
        try
        {
            // Done since the caller of this looked.
            if (_cache.Find(key) is { } kept && kept.ETag == etag)
                return kept.Value;
            var pages = load.MissingPages;
            var missing = load.Missing.Count + pages.Sum(page => page.Segments);
            if (missing > 0)
                await Task.Yield();
            if (missing >= PartsOfLargeRecord)
            {
                await _large.WaitAsync(stop);
                isCounted = true;
                MakeRoomFor(missing * BytesOfPart);
            }

            // Nobody's deadline ends it: whoever searches next finds it done. The newest are those that no page lists.
            var buffer = isCounted ? new PartBuffer() : null;
            if (!await TryReadPartsAsync(key, load, buffer, stop))
                return null;
            if (pages.Count > 0)
            {
                if (await records.ReadPagesAsync(key, pages, stop) is not { } listed)
                    return null;
                foreach (var (page, segments) in pages.Zip(listed))
                    load.Add(page, segments);
                if (!await TryReadPartsAsync(key, load, buffer, stop))
                    return null;
            }

            var index = load.Join();
            if (IsWorthKeeping(key, index))
                _cache.Keep(key, new CachedValue<CallerIndex>(etag, index, index.Bytes));
            return index;
        }
        finally
        {
            if (isCounted)
                _large.Release();
            _loads.TryRemove((key, etag), out _);
        }
    }

    // One large record is read at a time, so nobody else is here.
    private void MakeRoomFor(long bytes)
    {
        _cache.MakeRoomFor(bytes);
        _readSinceCollected += bytes;
        if (_readSinceCollected < CollectedAfterBytes)
            return;
        _readSinceCollected = 0;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }

    private async Task<bool> TryReadPartsAsync(CallerKey key, IndexLoad load, PartBuffer? buffer, CancellationToken stop)
    {
        foreach (var name in load.Missing)
        {
            var read = buffer is null ? records.ReadPartAsync(key, name, stop) : records.ReadPartAsync(key, name, buffer, stop);
            if (await read is not { } part)
                return false;
            load.Add(PartIndex.Of(part, LanguageSet.BuiltIn));
        }

        return true;
    }
}
