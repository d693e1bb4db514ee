using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Tests;

/// <summary>A store without documents where every access first does something bad.</summary>
/// <param name="fault">What each access does.</param>
/// <param name="document">What is read, whatever the name; nothing by default.</param>
/// <param name="etag">Its ETag.</param>
internal sealed class DisturbedDocuments<T>(Func<bool> fault, Task<Versioned<T>?>? document = null, string? etag = null)
    : IDocumentStore<T>
    where T : class, IStoredDocument
{
    public ValueTask<Versioned<T>?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        fault();
        return document is null ? default : new ValueTask<Versioned<T>?>(document);
    }

    public ValueTask<string?> ReadETagAsync(string name, CancellationToken cancellationToken) => Do(etag);

    public ValueTask<string?> TryWriteAsync(string name, T document, string? replaces, CancellationToken cancellationToken)
        => Do<string?>("1");

    public ValueTask<bool> TryDeleteAsync(string name, string etag, CancellationToken cancellationToken) => Do(true);

    public async ValueTask DeleteAsync(string name, CancellationToken cancellationToken) => await Do(true);

    public IAsyncEnumerable<DocumentListing> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        fault();
        return AsyncEnumerable.Empty<DocumentListing>();
    }

    private ValueTask<TResult> Do<TResult>(TResult value)
    {
        fault();
        return ValueTask.FromResult(value);
    }
}

/// <summary>Records and profiles of which every access does something bad.</summary>
internal static class DisturbedCallers
{
    public static CallerRecords With(Func<bool> fault)
        => new(
        new DisturbedDocuments<RecordHead>(fault),
        new DisturbedDocuments<RecordSegment>(fault),
        new DisturbedDocuments<CallerProfile>(fault),
        new PartIndexWriter(),
        TimeProvider.System);
}
