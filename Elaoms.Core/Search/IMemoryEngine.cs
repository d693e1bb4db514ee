using Elaoms.Core.Calls;

namespace Elaoms.Core.Search;

/// <summary>
/// An index beside our own, which holds something of callers' records: it says which memories answer a query, never what they are. What it
/// finds is looked up in the caller's own record, and what is not there is dropped: whatever an engine mixes up, no caller sees another's
/// memory.
/// </summary>
public interface IMemoryEngine
{
    /// <summary>The engine's name in metrics and health reports.</summary>
    string Name { get; }

    /// <summary>How much a place in its ranking counts against one in our own, which counts 1.</summary>
    double Weight { get; }

    /// <summary>
    /// Brings the engine up to date with the caller's record: adds what is missing and removes what is gone. Can be repeated
    /// and interrupted.
    /// </summary>
    /// <returns>Whether all of it is done, or more is left for another turn.</returns>
    /// <exception cref="EngineException">The engine can't be used now.</exception>
    Task<IndexResult> IndexAsync(CallerKey caller, CancellationToken cancellationToken);

    /// <summary>Takes out all that the engine holds of a caller.</summary>
    /// <exception cref="EngineException">The engine can't be used now.</exception>
    Task ForgetAsync(CallerKey caller, CancellationToken cancellationToken);

    /// <summary>Finds memories.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="index">The caller's record, which is being read for this search; null when there is none.</param>
    /// <param name="query">In the words of the caller or the agent.</param>
    /// <param name="count">How many are wanted.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>Ids of memories, best first, each once.</returns>
    /// <exception cref="EngineException">The engine can't be used now.</exception>
    Task<IReadOnlyList<string>> SearchAsync(
        CallerKey caller, Task<CallerIndex?> index, string query, int count, CancellationToken cancellationToken);

    /// <summary>Fails when the engine can't be used now.</summary>
    /// <exception cref="EngineException">The engine can't be used now.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}
