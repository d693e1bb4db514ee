using System.Runtime.CompilerServices;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Storage;

namespace Elaoms.Tests;

/// <summary>Documents where something else happens before each access, such as another process's write or a fault.</summary>
internal sealed class InterruptedDocuments<T>(IDocumentStore<T> behind, Func<Task>? before = null) : IDocumentStore<T>
    where T : class, IStoredDocument
{
    private readonly Func<Task> _before = before ?? (() => Task.CompletedTask);

    /// <summary>Told of the name of each document that is read, before that.</summary>
    public Action<string> OnRead { get; set; } = _ => { };

    /// <summary>Told of each document that is written, before that.</summary>
    public Action<T> OnWrite { get; set; } = _ => { };

    /// <summary>What happens before each write besides.</summary>
    public Func<Task> BeforeWrite { get; set; } = () => Task.CompletedTask;

    /// <summary>What happens after each write.</summary>
    public Func<Task> AfterWrite { get; set; } = () => Task.CompletedTask;

    /// <summary>Asked after each write whether its answer is lost.</summary>
    public Func<bool> LosesAnswer { get; set; } = () => false;

    public async ValueTask<Versioned<T>?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        OnRead(name);
        await _before();
        return await behind.ReadAsync(name, cancellationToken);
    }

    public async ValueTask<string?> ReadETagAsync(string name, CancellationToken cancellationToken)
    {
        await _before();
        return await behind.ReadETagAsync(name, cancellationToken);
    }

    public async ValueTask<string?> TryWriteAsync(string name, T document, string? replaces, CancellationToken cancellationToken)
    {
        OnWrite(document);
        await _before();
        await BeforeWrite();
        var etag = await behind.TryWriteAsync(name, document, replaces, cancellationToken);
        await AfterWrite();
        return LosesAnswer() ? null : etag;
    }

    public async ValueTask<bool> TryDeleteAsync(string name, string etag, CancellationToken cancellationToken)
    {
        await _before();
        return await behind.TryDeleteAsync(name, etag, cancellationToken);
    }

    public async ValueTask DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await _before();
        await behind.DeleteAsync(name, cancellationToken);
    }

    public async IAsyncEnumerable<DocumentListing> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _before();
        await foreach (var document in behind.ListAsync(prefix, cancellationToken))
            yield return document;
    }
}

/// <summary>Records and profiles where something else happens before each access, and after a profile is written.</summary>
internal static class InterruptedCallers
{
    public static CallerRecords Of(Stores stores, Func<Task> happens, StoredChanges? changes = null) => new(
        new InterruptedDocuments<RecordHead>(stores.Callers, happens),
        new InterruptedDocuments<RecordSegment>(stores.Segments, happens),
        new InterruptedDocuments<CallerProfile>(stores.Profiles, happens) { AfterWrite = happens },
        new PartIndexWriter(),
        TimeProvider.System,
        changes: changes);
}
