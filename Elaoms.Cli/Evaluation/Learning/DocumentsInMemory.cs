using System.Collections.Concurrent;
using System.Globalization;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>Documents in memory.</summary>
internal sealed class DocumentsInMemory<T> : IDocumentStore<T>
    where T : class, IStoredDocument
{
    private readonly ConcurrentDictionary<string, Versioned<T>> _documents = new(StringComparer.Ordinal);
    private long _versions;

    /// <summary>The names of the documents that are kept.</summary>
    public IEnumerable<string> Names => _documents.Keys;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _documents.Clear();

    /// <inheritdoc/>
    public ValueTask<Versioned<T>?> ReadAsync(string name, CancellationToken cancellationToken) => new(_documents.GetValueOrDefault(name));

    /// <inheritdoc/>
    public ValueTask<string?> ReadETagAsync(string name, CancellationToken cancellationToken)
        => new(_documents.GetValueOrDefault(name)?.ETag);

    /// <inheritdoc/>
    public ValueTask<string?> TryWriteAsync(string name, T document, string? replaces, CancellationToken cancellationToken)
    {
        var etag = Interlocked.Increment(ref _versions).ToString(CultureInfo.InvariantCulture);
        var written = new Versioned<T>(document, etag, SizeBytes: 0);
        var current = _documents.GetValueOrDefault(name);
        var isWritten = current?.ETag == replaces
            && (current is null ? _documents.TryAdd(name, written) : _documents.TryUpdate(name, written, current));
        return new(isWritten ? etag : null);
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryDeleteAsync(string name, string etag, CancellationToken cancellationToken)
        => new(!_documents.TryGetValue(name, out var document)
            || (document.ETag == etag && _documents.TryRemove(new KeyValuePair<string, Versioned<T>>(name, document))));

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _documents.TryRemove(name, out _);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<DocumentListing> ListAsync(string prefix, CancellationToken cancellationToken)
        => _documents.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(one => new DocumentListing(one.Key, (one.Value.Value as IScheduledDocument)?.NotBefore)).ToAsyncEnumerable();
}
