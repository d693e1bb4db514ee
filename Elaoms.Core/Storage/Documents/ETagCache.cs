using Elaoms.Core.Calls;
using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Documents;

/// <summary>
/// Keeps what was made of stored documents, as <see cref="IdleCache{T}"/> does. Each request asks the store for the ETag, so nothing is
/// older than the store.
/// </summary>
/// <param name="maxBytes">How much is kept.</param>
/// <param name="time">The clock.</param>
/// <param name="store">Where the documents are.</param>
/// <param name="make">Makes of a document what is kept.</param>
/// <param name="bytesPerStoredByte">How much memory that takes, about.</param>
internal sealed class ETagCache<TDocument, T>(
    long maxBytes, TimeProvider time, IDocumentStore<TDocument> store, Func<TDocument, T> make, int bytesPerStoredByte) : IDisposable
    where TDocument : class, IStoredDocument
    where T : class
{
    private readonly IdleCache<T> _cache = new(maxBytes, time);

    /// <summary>How many callers there is something of in memory.</summary>
    internal int Count => _cache.Count;

    /// <summary>What there is of a caller as the store has it now; null when there is nothing.</summary>
    public async ValueTask<T?> GetAsync(CallerKey key, CancellationToken cancellationToken)
    {
        if (_cache.Find(key) is { } kept && await store.ReadETagAsync(key, cancellationToken) == kept.ETag)
            return kept.Value;

        var made = await store.ReadAsync(key, cancellationToken) is { } stored
            ? new CachedValue<T>(stored.ETag, make(stored.Value), (long)stored.SizeBytes * bytesPerStoredByte)
            : null;
        _cache.Keep(key, made);
        return made?.Value;
    }

    /// <inheritdoc />
    public void Dispose() => _cache.Dispose();
}
