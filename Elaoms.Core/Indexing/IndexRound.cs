using System.Collections.Concurrent;
using Elaoms.Core.Search;

namespace Elaoms.Core.Indexing;

/// <summary>
/// A series of turns. An engine that was found to be down is not asked again in the same round, so it doesn't hold up the others.
/// </summary>
public sealed class IndexRound
{
    private readonly ConcurrentDictionary<IMemoryEngine, EngineException> _down = new(ReferenceEqualityComparer.Instance);

    internal EngineException? FaultOf(IMemoryEngine engine) => _down.GetValueOrDefault(engine);

    internal void SetDown(IMemoryEngine engine, EngineException fault) => _down.TryAdd(engine, fault);
}

/// <summary>What became of a turn at a caller's record.</summary>
public enum IndexOutcome
{
    /// <summary>Every engine is up to date.</summary>
    Done,

    /// <summary>There is more to do, at once.</summary>
    More,

    /// <summary>Nothing was due: it is done, somebody works on it, or it waits after a failure.</summary>
    NotDue,

    /// <summary>It failed, for this caller; it waits for its next try.</summary>
    Failed,

    /// <summary>No engine can be used now.</summary>
    EngineDown,
}
