using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;
using Xunit;

namespace Elaoms.Tests;

/// <summary>What tests do to documents.</summary>
internal static class DocumentStoreExtensions
{
    /// <summary>Writes a document over whatever is there.</summary>
    /// <returns>Its ETag.</returns>
    public static async Task<string> WriteAsync<T>(this IDocumentStore<T> documents, string name, T document)
        where T : class, IStoredDocument
    {
        var replaces = await documents.ReadETagAsync(name, CancellationToken.None);
        var etag = await documents.TryWriteAsync(name, document, replaces, CancellationToken.None);
        Assert.NotNull(etag);
        return etag;
    }

    /// <summary>How many documents there are.</summary>
    public static ValueTask<int> CountAsync<T>(this IDocumentStore<T> documents)
        where T : class, IStoredDocument
        => documents.ListAsync(CancellationToken.None).CountAsync();
}
