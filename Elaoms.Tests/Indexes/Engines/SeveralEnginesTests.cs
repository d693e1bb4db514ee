using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Health;
using Elaoms.Core.Indexing;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Xunit;

namespace Elaoms.Tests.Indexes.Engines;

/// <summary>OpenMemory and embeddings beside our own index: all are told, and each is well without the others.</summary>
public sealed class SeveralEnginesTests : IAsyncLifetime
{
    private static readonly Caller Ann = EngineBench.Caller(1);
    private static readonly string[] Turns = ["The parrot is green.", "A kettle broke.", "Oslo is far."];

    private EngineBench _bench = null!;

    public async Task InitializeAsync() => _bench = await EngineBench.StartAsync(EngineKind.UserIds, alsoEmbeddings: true);

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Both_hold_what_was_said_and_all_three_find()
    {
        await _bench.TeachAsync(Ann, "a1", Turns);
        await _bench.IndexAllAsync();

        Assert.Equal((3, 3), ((await _bench.NoteAsync(Ann))!.Held.Count, (await _bench.VectorsAsync(Ann))!.Held.Count));
        Assert.Equal(["openmemory", "embeddings"], _bench.Stores.Get<IEnumerable<IMemoryEngine>>().Select(engine => engine.Name));
        Assert.Equal("The parrot is green.", (await _bench.SearchAsync(Ann, "is the parrot green")).Memories[0].Memory.Text);
        Assert.DoesNotContain(_bench.Metrics.Series, series => series.StartsWith("elaoms.engine.errors", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_holds_what_was_said_while_the_other_is_down_which_is_told_when_it_is_back(bool isOpenMemoryDown)
    {
        await (isOpenMemoryDown ? _bench.Server!.StopAsync() : _bench.Embeddings!.StopAsync());
        await _bench.TeachAsync(Ann, "a1", Turns);
        await _bench.IndexAsync();
        Assert.Equal(isOpenMemoryDown ? (0, 3) : (3, 0), await HeldAsync());
        Assert.Equal(1, await _bench.WaitingAsync());
        Assert.Equal("The parrot is green.", (await _bench.SearchAsync(Ann, "parrot green")).Memories[0].Memory.Text);
        var (adds, texts) = (_bench.Server!.Adds, _bench.Embeddings!.Texts.Count());

        await (isOpenMemoryDown ? _bench.Server!.RestartAsync() : _bench.Embeddings!.RestartAsync());
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        await _bench.IndexAllAsync();

        Assert.Equal((3, 3), await HeldAsync());
        // The one that was up is not told twice.
        Assert.True(isOpenMemoryDown ? texts == _bench.Embeddings!.Texts.Count() : adds == _bench.Server!.Adds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Health_names_both_and_fails_when_one_does(bool isOpenMemoryDown)
    {
        var report = await _bench.Stores.Get<Readiness>().CheckAsync(CancellationToken.None);
        Assert.Equal((true, "openmemory, embeddings", true), (report.Ready, report.Engine, report.EngineWorks));

        await (isOpenMemoryDown ? _bench.Server!.StopAsync() : _bench.Embeddings!.StopAsync());
        _bench.Clock.Advance(TimeSpan.FromMinutes(2));

        report = await _bench.Stores.Get<Readiness>().CheckAsync(CancellationToken.None);
        Assert.Equal((true, false), (report.Ready, report.EngineWorks));
    }

    [Fact]
    public async Task Caller_who_is_erased_leaves_nothing_in_either()
    {
        await _bench.TeachAsync(Ann, "a1", Turns);
        await _bench.IndexAllAsync();

        Assert.True(
            (await _bench.Stores.Get<EraseCaller>().EraseAsync(_bench.Stores.Get<CallerKeys>().Of(Ann), CancellationToken.None)).Any);

        Assert.Empty(_bench.Server!.Memories);
        Assert.Null(await _bench.VectorsAsync(Ann));
        Assert.Null(await _bench.NoteAsync(Ann));
    }

    [Fact]
    public async Task Reindexing_tells_the_one_while_the_other_is_down()
    {
        await _bench.TeachAsync(Ann, "a1", Turns);
        await _bench.Server!.StopAsync();

        var end = await _bench.Stores.Get<Reindex>().RunAsync(anew: true, new Progress<ReindexProgress>(), CancellationToken.None);

        Assert.Equal((0, 1, false), (end.Done, end.Failed, end.EngineDown));
        Assert.Equal((0, 3), await HeldAsync());
    }

    private async Task<(int OpenMemory, int Vectors)> HeldAsync()
        => ((await _bench.NoteAsync(Ann))?.Held.Count ?? 0, (await _bench.VectorsAsync(Ann))?.Held.Count ?? 0);
}
