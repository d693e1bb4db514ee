using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Documents;

/// <summary>
/// Stores documents of one kind by name, each written as a whole and only over the version that was read. Storage faults are exceptions.
/// </summary>
public interface IDocumentStore<T>
    where T : class, IStoredDocument
{
    /// <summary>Reads a document; null when there is none.</summary>
    /// <exception cref="NewerDocumentException">It is of a newer form than this program knows.</exception>
    ValueTask<Versioned<T>?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>The ETag of the current version, without reading the document; null when there is none.</summary>
    ValueTask<string?> ReadETagAsync(string name, CancellationToken cancellationToken);

    /// <summary>Writes a document over the version that was read.</summary>
    /// <param name="name">The document.</param>
    /// <param name="document">The new version.</param>
    /// <param name="replaces">The ETag of the version that was read; null for a first one.</param>
    /// <returns>
    /// The ETag of the new version. Null when another version has come in between, or when the answer to this very write was lost: read
    /// again.
    /// </returns>
    ValueTask<string?> TryWriteAsync(string name, T document, string? replaces, CancellationToken cancellationToken);

    /// <summary>Deletes a version.</summary>
    /// <returns>False when another version has come in between: read again. True also when the document is gone already.</returns>
    ValueTask<bool> TryDeleteAsync(string name, string etag, CancellationToken cancellationToken);

    /// <summary>Deletes a document, whatever its version.</summary>
    ValueTask DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists the documents whose names begin with a prefix, in any order.</summary>
    /// <param name="prefix">The prefix; empty for all documents.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<DocumentListing> ListAsync(string prefix, CancellationToken cancellationToken);
}

/// <summary>A stored document and its version.</summary>
/// <param name="Value">The document.</param>
/// <param name="ETag">Names this version, and is never used again. A write that gives it fails if another write came first.</param>
/// <param name="SizeBytes">The stored size, in bytes.</param>
public sealed record Versioned<T>(T Value, string ETag, int SizeBytes);

/// <summary>A document that waits until a time. The store lists that time without reading the document.</summary>
public interface IScheduledDocument : IStoredDocument
{
    /// <summary>Until then it waits.</summary>
    DateTimeOffset NotBefore { get; }
}

/// <summary>What a listing says of a document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NotBefore">Until when it waits; null for documents that don't, or when the store doesn't know.</param>
public readonly record struct DocumentListing(string Name, DateTimeOffset? NotBefore);

/// <summary>What can be done with documents of every kind.</summary>
public static class DocumentExtensions
{
    /// <summary>Lists all documents, in any order.</summary>
    public static IAsyncEnumerable<DocumentListing> ListAsync<T>(this IDocumentStore<T> documents, CancellationToken cancellationToken)
        where T : class, IStoredDocument
        => documents.ListAsync("", cancellationToken);

    /// <summary>
    /// Reads a document, changes it and writes it over the version that was read. Starts over when another writer came first.
    /// </summary>
    /// <param name="documents">The store.</param>
    /// <param name="name">The document.</param>
    /// <param name="change">
    /// Makes the new document of the current one, which is null when there is none. To change nothing, it returns the current one.
    /// </param>
    /// <returns>What <paramref name="change"/> returned last.</returns>
    public static async Task<T?> ChangeAsync<T>(
        this IDocumentStore<T> documents, string name, Func<T?, T?> change, CancellationToken cancellationToken)
        where T : class, IStoredDocument
    {
        while (true)
        {
            var stored = await documents.ReadAsync(name, cancellationToken);
            var changed = change(stored?.Value);
            if (changed is null
                || ReferenceEquals(changed, stored?.Value)
                || await documents.TryWriteAsync(name, changed, stored?.ETag, cancellationToken) is not null)
                return changed;
        }
    }
}
