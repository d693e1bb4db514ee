using Elaoms.Core.Search;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>Limits and timeouts for OpenMemory. The server refuses the 65th concurrent search and aborts a request after 10 s.</summary>
/// <param name="time">The clock.</param>
public sealed class OpenMemoryPipelines(TimeProvider time)
    : EnginePipelines(time, new EngineLimits(
        SearchesAtATime: 32, WritesAtATime: 8, LongestTry: TimeSpan.FromSeconds(10), LongestWrite: TimeSpan.FromSeconds(40)))
{
    /// <inheritdoc />
    protected override EngineException TimedOut(Exception cause) => new OpenMemoryException(OpenMemoryFault.TimedOut, cause);

    /// <inheritdoc />
    protected override EngineException LeftAlone(Exception cause) => new OpenMemoryException(OpenMemoryFault.LeftAlone, cause);
}
