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
