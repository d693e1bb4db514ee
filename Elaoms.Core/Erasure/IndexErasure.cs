using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Erasure;

/// <summary>Deletes what other indexes hold of an erased caller.</summary>
public sealed class IndexErasure(
    IndexCallers index, IEnumerable<IMemoryEngine> engines, IDocumentStore<CallerVectors> vectors, IDocumentStore<EngineNote> notes)
{
    /// <summary>Deletes a caller in every engine, and then the record, while no other process can index the caller.</summary>
    /// <param name="deleteRecord">Deletes the record.</param>
    /// <returns>What <paramref name="deleteRecord"/> returned.</returns>
    /// <exception cref="EngineException">An engine can't be reached: call this again.</exception>
    public async Task<bool> ForgetAsync(
        CallerKey caller, Func<CancellationToken, Task<bool>> deleteRecord, CancellationToken cancellationToken)
    {
        var held = await index.HoldAsync(caller, cancellationToken);
        bool isDeleted;
        try
        {
            // Also where there is no engine for them any more.
            await vectors.DeleteAsync(caller, cancellationToken);
            foreach (var engine in engines)
                await engine.ForgetAsync(caller, cancellationToken);
            isDeleted = await deleteRecord(cancellationToken);
        }
        catch (Exception)
        {
            await index.PutBackAsync(held, CancellationToken.None);
            throw;
        }

        await index.LetGoAsync(held, CancellationToken.None);
        return isDeleted;
    }

    /// <summary>Whether OpenMemory holds the caller and is not configured any more, so that nothing here can delete it there.</summary>
    public async Task<bool> IsLeftInOpenMemoryAsync(CallerKey caller, CancellationToken cancellationToken)
        => engines.All(engine => engine.Name != EngineNote.EngineName) && await notes.ReadETagAsync(caller, cancellationToken) is not null;
}
