using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Exports;

/// <summary>Collects the documents that are named by a caller's key, but for the record.</summary>
public sealed class CollectDocuments(
    IDocumentStore<CallerProfile> profiles,
    IDocumentStore<CallerChanges> changes,
    IDocumentStore<PendingChange> pendingChanges,
    IDocumentStore<IndexTask> tasks,
    IDocumentStore<EngineNote> notes,
    IDocumentStore<CallerVectors> vectors)
{
    /// <summary>Collects them.</summary>
    internal async Task<DocumentsOfCaller> CollectAsync(CallerKey caller, CancellationToken cancellationToken) => new()
    {
        Profile = (await profiles.ReadAsync(caller, cancellationToken))?.Value,
        Changes = (await changes.ReadAsync(caller, cancellationToken))?.Value,
        PendingChange = (await pendingChanges.ReadAsync(caller, cancellationToken))?.Value,
        IndexTask = (await tasks.ReadAsync(caller, cancellationToken))?.Value,
        OpenMemory = (await notes.ReadAsync(caller, cancellationToken))?.Value,
        Vectors = (await vectors.ReadAsync(caller, cancellationToken))?.Value,
    };
}
