using System.Globalization;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>Documents in memory, for one call at a time. Not safe for use by several threads.</summary>
internal sealed class DocumentsInMemory<T> : IDocumentStore<T>
    where T : class, IStoredDocument
{
    private readonly Dictionary<string, Versioned<T>> _documents = new(StringComparer.Ordinal);
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
        if (_documents.GetValueOrDefault(name)?.ETag != replaces)
            return new((string?)null);
        _versions++;
        var etag = _versions.ToString(CultureInfo.InvariantCulture);
        _documents[name] = new Versioned<T>(document, etag, SizeBytes: 0);
        return new(etag);
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryDeleteAsync(string name, string etag, CancellationToken cancellationToken)
    {
        var isCurrent = !_documents.TryGetValue(name, out var document) || document.ETag == etag;
        if (isCurrent)
            _documents.Remove(name);
        return new(isCurrent);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _documents.Remove(name);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<DocumentListing> ListAsync(string prefix, CancellationToken cancellationToken)
        => _documents.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(one => new DocumentListing(one.Key, (one.Value.Value as IScheduledDocument)?.NotBefore)).ToAsyncEnumerable();
}
