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
        var store = new FailingOnce();
        var memory = new Memory("m", Text, Sector.Semantic, Salience.High, FixedClock.Start, "user", "conv", 0);
        var progress = new VectorProgress("model", Caller, [memory], stored: null, store);
        progress.Hold(progress.Missing(), [[1f, 0f]]);

        await Assert.ThrowsAsync<IOException>(() => progress.SaveAsync(CancellationToken.None));
        await progress.SaveAsync(CancellationToken.None);
        await progress.SaveAsync(CancellationToken.None);

        Assert.Equal(["m"], Assert.Single(store.Written).Held.Keys);
    }

    private sealed class FailingOnce : ICallerValues<CallerVectors>
    {
        private bool _hasFailed;

        public List<CallerVectors> Written { get; } = [];

        public ValueTask<Stored<CallerVectors>?> ReadAsync(CallerKey caller, CancellationToken cancellationToken) => ValueTask.FromResult<Stored<CallerVectors>?>(null);

        public ValueTask<string?> ReadETagAsync(CallerKey caller, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);

        public ValueTask<string?> TryWriteAsync(CallerKey caller, CallerVectors value, string? replaces, CancellationToken cancellationToken)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                throw new IOException("The disk is full.");
            }

            Written.Add(value);
            return ValueTask.FromResult<string?>("1");
        }

        public ValueTask DeleteAsync(CallerKey caller, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
