using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Indexes.Embeddings;

/// <summary>The vectors of the callers who were last searched.</summary>
/// <param name="vectors">Where they are stored.</param>
/// <param name="time">The clock.</param>
public sealed class KnownVectors(IDocumentStore<CallerVectors> vectors, TimeProvider time) : IDisposable
{
    private const long MaxBytes = 32L << 20;

    private readonly ETagCache<CallerVectors, CallerVectors> _cache = new(MaxBytes, time, vectors, known => known, bytesPerStoredByte: 1);

    /// <inheritdoc />
    public void Dispose() => _cache.Dispose();

    internal ValueTask<CallerVectors?> GetAsync(CallerKey caller, CancellationToken cancellationToken)
        => _cache.GetAsync(caller, cancellationToken);
}
