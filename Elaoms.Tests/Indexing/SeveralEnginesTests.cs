using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;
using Elaoms.Tests.Telemetry;
using Xunit;

namespace Elaoms.Tests.Indexing;

/// <summary>With two engines to be told, what is wrong with one of them keeps nobody from telling the other.</summary>
public sealed class SeveralEnginesTests() : StorageTests(StorageKind.Embedded)
{
    private static readonly CallerKey Sam = KeyOf(1);

    private readonly FixedClock _clock = new();
    private readonly ScriptedEngine _first = new();
    private readonly ScriptedEngine _second = new();
    private IndexProcess _process = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _process = new IndexProcess(Stores, [_first, _second], _clock);
    }

    [Fact]
    public async Task Both_are_told()
    {
        await _process.AddAsync(Sam);

        Assert.Equal(IndexOutcome.Done, await _process.IndexAsync(Sam));

        Assert.Equal([Sam], _first.Turns);
        Assert.Equal([Sam], _second.Turns);
        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task One_is_told_while_the_other_is_down_and_the_caller_waits_for_both(bool isFirstDown, bool concernsAll)
    {
        var (down, up) = isFirstDown ? (_first, _second) : (_second, _first);
        down.OnIndex = (_, _) => throw new EngineException("no") { ConcernsAll = concernsAll };
        await _process.AddAsync(Sam);

        Assert.Equal(IndexOutcome.Failed, await _process.IndexAsync(Sam));

        Assert.Equal([Sam], down.Turns);
        Assert.Equal([Sam], up.Turns);
        Assert.Equal(new IndexTask(_clock.GetUtcNow().AddSeconds(30), IsTaken: false, 1), await _process.TaskAsync(Sam));
        down.OnIndex = (_, _) => Task.FromResult(IndexResult.Complete);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(IndexOutcome.Done, await _process.IndexAsync(Sam));
    }

    [Fact]
    public async Task Round_tells_the_other_of_all_callers_and_asks_the_one_that_is_down_no_more_than_at_first()
    {
        _first.OnIndex = (_, _) => throw new EngineException("no");
        for (var i = 0; i < 40; i++)
            await _process.AddAsync(KeyOf(100 + i));

        Assert.Equal(0, await _process.IndexDueAsync());

        Assert.Equal(40, _second.Turns.Count);
        Assert.InRange(_first.Turns.Count, 1, IndexCallers.Lanes);
        Assert.Equal(40, await CountAsync());
    }

    [Fact]
    public async Task Round_ends_when_both_are_down()
    {
        _first.OnIndex = _second.OnIndex = (_, _) => throw new EngineException("no");
        for (var i = 0; i < 40; i++)
            await _process.AddAsync(KeyOf(100 + i));

        await _process.IndexDueAsync();

        Assert.InRange(_second.Turns.Count, 1, IndexCallers.Lanes);
        Assert.Equal(40, await CountAsync());
    }

    [Fact]
    public async Task One_with_much_to_do_goes_on_at_once_while_the_other_is_down()
    {
        _first.OnIndex = (_, _) => throw new EngineException("no") { RetryAfter = TimeSpan.FromMinutes(20) };
        _second.OnIndex = (_, _) => Task.FromResult(_second.Turns.Count < 4 ? IndexResult.Incomplete : IndexResult.Complete);
        await _process.AddAsync(Sam);

        await _process.IndexDueAsync();

        Assert.Equal((1, 4), (_first.Turns.Count, _second.Turns.Count));
        Assert.Equal(new IndexTask(_clock.GetUtcNow().AddMinutes(20), IsTaken: false, 1), await _process.TaskAsync(Sam));
    }

    [Fact]
    public async Task One_that_hangs_is_not_waited_for_by_the_other()
    {
        var hanging = new TaskCompletionSource<IndexResult>();
        _first.OnIndex = (_, _) => hanging.Task;
        await _process.AddAsync(Sam);

        var turn = _process.IndexAsync(Sam);

        await Server.Eventually.IsTrueAsync(() => _second.Turns.Count == 1, "the other is told");
        hanging.SetResult(IndexResult.Complete);
        Assert.Equal(IndexOutcome.Done, await turn);
    }

    [Fact]
    public async Task Turn_is_counted_as_failed_when_one_fails()
    {
        using var metrics = new RecordedMetrics(Stores.Get<ElaomsMetrics>());
        _first.OnIndex = (_, _) => throw new InvalidOperationException("+12025550147");
        await _process.AddAsync(Sam);

        await _process.IndexAsync(Sam);

        Assert.Single(metrics.Of("elaoms.engine.indexing.duration{result=failed}"));
    }

    private async Task<int> CountAsync() => await Stores.Tasks.CountAsync();

    private static CallerKey KeyOf(int number) => CallerKey.Of(SampleRecords.Sam with { Identity = $"+1202555{number:0000}" }, "k"u8);
}
