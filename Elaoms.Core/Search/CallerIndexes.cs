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
    // than the garbage collector takes to keep it, so that is done for those who are searched again.
    private const int PartsOfSmallRecord = 3;
    private const int MaxSearchedOnce = 20_000;

    // A part is replaced when a writer adds to it; who reads slower than is written gives up.
    private const int MaxLoads = 10;

    // Records of many parts are read one at a time: each takes memory that nothing bounds, and two would leave small ones no processor.
    private const int PartsOfLargeRecord = 16;
    private const int LargeRecordsAtATime = 1;

    private readonly IdleCache<CallerIndex> _cache = new(maxBytes, time);
    private readonly IdleCache<string> _searchedOnce = new(MaxSearchedOnce, time);
    private readonly ConcurrentDictionary<(CallerKey Key, string ETag), Lazy<IndexLoad>> _loads = new();
    private readonly SemaphoreSlim _large = new(LargeRecordsAtATime);
    private readonly CancellationTokenSource _stop = new();

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
        _searchedOnce.Keep(key, new CachedValue<string>("", "", Bytes: 1));
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
            }

            // Nobody's deadline ends it: whoever searches next finds it done. The newest are those that no page lists.
            if (!await TryReadPartsAsync(key, load, stop))
                return null;
            if (pages.Count > 0)
            {
                if (await records.ReadPagesAsync(key, pages, stop) is not { } listed)
                    return null;
                foreach (var (page, segments) in pages.Zip(listed))
                    load.Add(page, segments);
                if (!await TryReadPartsAsync(key, load, stop))
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

    private async Task<bool> TryReadPartsAsync(CallerKey key, IndexLoad load, CancellationToken stop)
    {
        foreach (var name in load.Missing)
        {
            if (await records.ReadPartAsync(key, name, stop) is not { } part)
                return false;
            load.Add(PartIndex.Of(part, LanguageSet.BuiltIn));
        }

        return true;
    }
}
