using Elaoms.Core.Search;

namespace Elaoms.Indexes.Embeddings;

/// <summary>How patient we are with the server. A small one may take long for many texts.</summary>
/// <param name="time">The clock.</param>
public sealed class EmbeddingsPipelines(TimeProvider time)
    : EnginePipelines(time, new EngineLimits(
        SearchesAtATime: 32, WritesAtATime: 4, LongestTry: TimeSpan.FromSeconds(30), LongestWrite: TimeSpan.FromMinutes(1)))
{
    /// <inheritdoc />
    protected override EngineException TimedOut(Exception cause) => new EmbeddingsException(EmbeddingsFault.TimedOut, cause);

    /// <inheritdoc />
    protected override EngineException LeftAlone(Exception cause) => new EmbeddingsException(EmbeddingsFault.LeftAlone, cause);
}
