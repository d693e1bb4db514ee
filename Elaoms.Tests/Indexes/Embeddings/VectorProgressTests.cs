using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Core.Calls;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Documents;
using Elaoms.Indexes.Embeddings;
using Xunit;

namespace Elaoms.Tests.Indexes.Embeddings;

/// <summary>Vectors cost money: none that was made is dropped for a fault of the storage.</summary>
public sealed class VectorProgressTests
{
    private const string Text = "I want apples.";

    private static readonly CallerKey Caller = new(new string('a', 64));

    [Fact]
    public async Task Vectors_whose_save_failed_are_stored_by_the_next()
    {
        var (documents, writes) = (new DocumentsInMemory<CallerVectors>(), 0);
        var store = new InterruptedDocuments<CallerVectors>(
            documents, () => ++writes == 1 ? throw new IOException("The disk is full.") : Task.CompletedTask);
        var memory = new Memory("m", Text, Sector.Semantic, Salience.High, FixedClock.Start, "user", "conv", 0);
        var progress = new VectorProgress("model", Caller, [memory], stored: null, store);
        progress.Hold(progress.Missing(), [[1f, 0f]]);

        await Assert.ThrowsAsync<IOException>(() => progress.SaveAsync(CancellationToken.None));
        await progress.SaveAsync(CancellationToken.None);
        await progress.SaveAsync(CancellationToken.None);

        Assert.Equal(["m"], (await documents.ReadAsync(documents.Names.Single(), CancellationToken.None))!.Value.Held.Keys);
        Assert.Equal(2, writes);
    }
}
