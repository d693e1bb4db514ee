using System.Collections.Concurrent;
using Elaoms.Core.Search;

namespace Elaoms.Core.Indexing;

/// <summary>
/// Turns at callers that follow each other, so that an engine that was found to be down is not asked again for each of them: it would only keep the others from being told.
/// </summary>
public sealed class IndexRound
{
    private readonly ConcurrentDictionary<IMemoryEngine, EngineException> _down = new(ReferenceEqualityComparer.Instance);

    internal EngineException? FaultOf(IMemoryEngine engine) => _down.GetValueOrDefault(engine);

    internal void SetDown(IMemoryEngine engine, EngineException fault) => _down.TryAdd(engine, fault);
}
