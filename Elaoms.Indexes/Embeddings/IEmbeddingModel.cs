namespace Elaoms.Indexes.Embeddings;

/// <summary>
/// Computes vectors of texts: texts with similar meaning have vectors that point alike. All vectors have finite numbers and the same
/// length. Every fault is an <see cref="EmbeddingsException"/>.
/// </summary>
public interface IEmbeddingModel
{
    /// <summary>Stands for the model and the server it runs on: vectors of another one say nothing to its own.</summary>
    string Identity { get; }

    /// <summary>Makes a vector of what is searched for, for a caller who waits.</summary>
    /// <param name="query">The words.</param>
    /// <param name="timeout">When it is given up.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <exception cref="EmbeddingsException">It can't be done now.</exception>
    Task<float[]> EmbedQueryAsync(string query, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Makes vectors of what is remembered.</summary>
    /// <param name="texts">The texts, none of them empty.</param>
    /// <returns>A vector for each text, in order.</returns>
    /// <exception cref="EmbeddingsException">It can't be done now.</exception>
    Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
