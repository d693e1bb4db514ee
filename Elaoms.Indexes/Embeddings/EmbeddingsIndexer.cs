using Elaoms.Core.Calls;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Indexes.Embeddings;

/// <summary>
/// Brings a caller's vectors up to date with the record. Vectors are stored from time to time and at the end, even after a failure. A
/// vector is the same when it is computed again, so a killed process costs only its unsaved requests.
/// </summary>
public sealed class EmbeddingsIndexer(
    IEmbeddingModel model, CallerRecords records, IDocumentStore<CallerVectors> vectors, TimeProvider time)
{
    /// <summary>A text that any model takes.</summary>
    internal const string TrialText = "Hello.";

    /// <summary>How many texts are given to the server at a time.</summary>
    internal const int BatchSize = 64;

    // Each time all of a caller's vectors are written.
    private const int BatchesPerWrite = 8;

    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    private volatile bool _isDoubted;

    /// <summary>Indexes a caller for a minute, or as long as one request takes.</summary>
    /// <returns>Whether there is nothing left to do.</returns>
    /// <exception cref="EngineException">It can't be done now; what was done is stored.</exception>
    internal async Task<IndexResult> IndexAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var record = (await records.ReadAsync(caller, cancellationToken))?.Value;
        var stored = await vectors.ReadAsync(caller, cancellationToken);
        if (record is null)
        {
            if (stored is not null)
                await vectors.DeleteAsync(caller, cancellationToken);
            return IndexResult.Complete;
        }

        var progress = new VectorProgress(model.Identity, caller, record.Memories, stored, vectors);
        try
        {
            var missing = progress.Missing();
            // After a fault, first a harmless text and then a single one is sent. So a text that the server fails on is found in the end
            // and does not block the rest.
            var alone = missing.Count > 0 && _isDoubted ? 1 : 0;
            if (alone > 0)
                await TryAsync(cancellationToken);

            var batches = 0;
            foreach (var batch in missing.Take(alone).Chunk(1).Concat(missing.Skip(alone).Chunk(BatchSize)))
            {
                if (time.GetElapsedTime(begin) > Turn)
                    return IndexResult.Incomplete;
                await AddAsync(batch, progress, cancellationToken);
                if (++batches % BatchesPerWrite == 0)
                    await progress.SaveAsync(cancellationToken);
            }

            return IndexResult.Complete;
        }
        finally
        {
            await progress.SaveAsync(CancellationToken.None);
        }
    }

    private async Task AddAsync(string[] texts, VectorProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            progress.Hold(texts, await EmbedAsync(texts, cancellationToken));
        }
        catch (EmbeddingsException fault) when (fault.Fault is EmbeddingsFault.Refused or EmbeddingsFault.ServerError)
        {
            // Too many at a time, or one that it can't take: if it takes another text, it is because of these.
            await TryAsync(cancellationToken);
            if (texts.Length == 1)
            {
                progress.Refuse(texts[0]);
                return;
            }

            await AddAsync(texts[..(texts.Length / 2)], progress, cancellationToken);
            await AddAsync(texts[(texts.Length / 2)..], progress, cancellationToken);
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken) => await EmbedAsync([TrialText], cancellationToken);

    private async Task<IReadOnlyList<float[]>> EmbedAsync(string[] texts, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await model.EmbedAsync(texts, cancellationToken);
            _isDoubted = false;
            return answer;
        }
        catch (EmbeddingsException)
        {
            _isDoubted = true;
            throw;
        }
    }
}
