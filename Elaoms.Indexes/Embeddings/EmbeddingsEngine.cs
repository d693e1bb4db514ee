using Elaoms.Core.Calls;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Indexes.Embeddings;

/// <summary>
/// Finds memories by meaning, whatever the words, by comparing vectors. We store the vectors; the server only computes them and
/// keeps nothing.
/// </summary>
public sealed class EmbeddingsEngine(
    IEmbeddingModel model,
    EmbeddingsIndexer indexer,
    KnownVectors known,
    IDocumentStore<CallerVectors> vectors,
    ElaomsSettings settings,
    TimeProvider time) : IMemoryEngine
{
    /// <summary>The engine's name.</summary>
    public const string EngineName = "embeddings";

    // Something is always nearest, also where nothing is near.
    private const int BestMatches = 10;

    private static readonly TimeSpan TrustedFor = TimeSpan.FromMinutes(1);

    private volatile Answer? _answered;

    /// <inheritdoc />
    public string Name => EngineName;

    /// <inheritdoc />
    /// <remarks>
    /// So low that what only vectors find comes after what our own index finds. Not measured here, for want of a model.
    /// </remarks>
    public double Weight => 0.02;

    /// <inheritdoc />
    public Task<IndexResult> IndexAsync(CallerKey caller, CancellationToken cancellationToken)
        => indexer.IndexAsync(caller, cancellationToken);

    /// <inheritdoc />
    public async Task ForgetAsync(CallerKey caller, CancellationToken cancellationToken)
        => await vectors.DeleteAsync(caller, cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> SearchAsync(
        CallerKey caller, Task<CallerIndex?> index, string query, int count, CancellationToken cancellationToken)
    {
        var words = EmbeddedText.Of(query);
        // What is searched for leaves the house only if there is something to compare it with.
        if (words.Length == 0 || await known.GetAsync(caller, cancellationToken) is not { } mine || mine.Model != model.Identity
            || Length(mine) is not { } length)
            return [];

        var vector = await model.EmbedQueryAsync(words, settings.SearchDataDeadline, cancellationToken);
        if (vector.Length != length)
            throw new EmbeddingsException(EmbeddingsFault.OtherModel);
        return Nearest(mine, CompactVector.Of(vector), Math.Min(count, BestMatches));
    }

    /// <inheritdoc />
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        // Each answer may cost money, and a probe asks every few seconds.
        if (_answered is { } answered && time.GetElapsedTime(answered.At) < TrustedFor)
            return;
        _answered = null;
        await model.EmbedAsync([EmbeddingsIndexer.TrialText], cancellationToken);
        _answered = new Answer(time.GetTimestamp());
    }

    private static int? Length(CallerVectors mine) => mine.Held.Values.FirstOrDefault(held => held.Vector.Length > 0)?.Vector.Length;

    // Of the same words the last, so that what is said in every call does not fill the list.
    private static List<string> Nearest(CallerVectors mine, byte[] vector, int count)
        => [.. mine.Held
            .Where(held => held.Value.Vector.Length == vector.Length)
            .Select(held => (Id: held.Key, held.Value.Text, Cosine: CompactVector.Cosine(held.Value.Vector, vector)))
            .Where(held => held.Cosine > 0)
            .Reverse()
            .OrderByDescending(held => held.Cosine)
            .DistinctBy(held => held.Text, StringComparer.Ordinal)
            .Take(count)
            .Select(held => held.Id)];

    private sealed record Answer(long At);
}
