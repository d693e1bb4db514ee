using Elaoms.Core.Records;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Search;

/// <summary>
/// Caches the indexes of recently searched callers, bounded in bytes. Each search asks the store whether the record has changed, so an
/// index is never older than the record.
/// </summary>
/// <param name="records">The records.</param>
/// <param name="time">The clock.</param>
public sealed class CallerIndexes(IVersionedReader<CallerRecord> records, TimeProvider time) : IDisposable
{
    private const long MaxBytes = 48L << 20;

    // A record's text stands in the index once more as terms and postings, in UTF-16.
    private const int BytesPerStoredByte = 4;

    private readonly ETagCache<CallerRecord, CallerIndex> _cache =
        new(MaxBytes, time, records, record => new CallerIndex(record), BytesPerStoredByte);

    /// <summary>How many callers there is something of in memory.</summary>
    internal int Count => _cache.Count;

    /// <summary>The index of a caller as the record stands now; null when there is no record.</summary>
    public ValueTask<CallerIndex?> GetAsync(CallerKey key, CancellationToken cancellationToken) => _cache.GetAsync(key, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _cache.Dispose();
}
