using Elaoms.Core.Calls;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Operators;

/// <summary>Says what the indexes beside our own hold of a caller.</summary>
public sealed class EngineStates(
    IEnumerable<IMemoryEngine> engines,
    IDocumentStore<IndexTask> tasks,
    IDocumentStore<EngineNote> notes,
    IDocumentStore<CallerVectors> vectors)
{
    /// <summary>Reads it; null when the settings have no such index.</summary>
    public async Task<ShownEngines?> ReadAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        if (!engines.Any())
            return null;
        var task = (await tasks.ReadAsync(caller, cancellationToken))?.Value;
        return new ShownEngines(
            task is not null,
            task?.Tries ?? 0,
            (await notes.ReadAsync(caller, cancellationToken))?.Value.Held.Count ?? 0,
            (await vectors.ReadAsync(caller, cancellationToken))?.Value.Held.Count ?? 0);
    }
}
