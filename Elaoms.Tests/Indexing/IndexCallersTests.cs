using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Records;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Indexing;

/// <summary>
/// Who is told to an engine, when, and by which process. The clock is the tests' own on both storages: a task says itself when it is due.
/// </summary>
public abstract class IndexCallersTests(StorageKind kind) : StorageTests(kind)
{
    private static readonly CallerKey Sam = KeyOf(1);
    private static readonly CallerKey Ann = KeyOf(2);
    private static readonly TimeSpan Taken = TimeSpan.FromMinutes(3);

    private readonly FixedClock _clock = new();
    private readonly ScriptedEngine _engine = new();
    private Stores _otherStores = null!;
    private IndexProcess _process = null!;
    private IndexProcess _other = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _otherStores = Storage.Open();
        (_process, _other) = (new IndexProcess(Stores, _engine, _clock), new IndexProcess(_otherStores, _engine, _clock));
    }

    public override async Task DisposeAsync()
    {
        await _otherStores.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Caller_who_was_added_is_told_once()
    {
        await _process.AddAsync(Sam);
        await _other.AddAsync(Sam);
        Assert.Equal(new IndexTask(_clock.GetUtcNow(), IsTaken: false, 0), await _process.TaskAsync(Sam));

        Assert.Equal(IndexOutcome.Done, await _other.IndexAsync(Sam));

        Assert.Null(await _process.TaskAsync(Sam));
        Assert.Equal(IndexOutcome.NotDue, await _process.IndexAsync(Sam));
        Assert.Equal([Sam], _engine.Turns);
    }

    [Fact]
    public async Task Caller_who_is_added_where_there_is_no_open_memory_is_noted_nowhere()
    {
        var without = new IndexProcess(Stores, _engine, _clock, hasOpenMemory: false);

        await without.AddAsync(Sam);

        Assert.Equal(0, await CountAsync());
        Assert.False(without.Callers.Signals.TryRead(out _));
    }

    [Fact]
    public async Task Caller_whom_many_index_at_once_has_one_turn_at_a_time()
    {
        _engine.OnIndex = async (_, _) =>
        {
            await Task.Yield();
            return _engine.Turns.Count % 3 == 0 ? IndexResult.Incomplete : IndexResult.Complete;
        };
        for (var round = 0; round < 5; round++)
        {
            await _process.AddAsync(Sam);
            await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
            {
                if (i % 4 == 0)
                    await (i % 8 == 0 ? _process : _other).AddAsync(Sam);
                await (i % 2 == 0 ? _process : _other).IndexAsync(Sam);
            })));
            await _process.IndexDueAsync();
        }

        Assert.Equal(0, _engine.Overlaps);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Caller_who_is_added_during_a_turn_has_another()
    {
        _engine.OnIndex = async (caller, _) =>
        {
            if (_engine.Turns.Count == 1)
            {
                Assert.Equal(IndexOutcome.NotDue, await _other.IndexAsync(caller));
                await _other.AddAsync(caller);
                Assert.Equal(IndexOutcome.NotDue, await _other.IndexAsync(caller));
            }

            return IndexResult.Complete;
        };
        await _process.AddAsync(Sam);

        Assert.Equal(IndexOutcome.More, await _process.IndexAsync(Sam));
        Assert.Equal(new IndexTask(_clock.GetUtcNow(), IsTaken: false, 0), await _process.TaskAsync(Sam));
        Assert.Equal(IndexOutcome.Done, await _other.IndexAsync(Sam));

        Assert.Equal(0, await CountAsync());
        Assert.Equal(0, _engine.Overlaps);
    }

    [Fact]
    public async Task Caller_who_is_told_in_part_is_due_at_once()
    {
        _engine.OnIndex = (_, _) => Task.FromResult(_engine.Turns.Count < 4 ? IndexResult.Incomplete : IndexResult.Complete);
        await _process.AddAsync(Sam);

        Assert.Equal(IndexOutcome.More, await _process.IndexAsync(Sam));
        Assert.Equal(IndexOutcome.More, await _other.IndexAsync(Sam));
        Assert.Equal(1, await _process.IndexDueAsync());

        Assert.Equal(4, _engine.Turns.Count);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Engine_that_is_left_alone_did_not_fail_once_more()
    {
        _engine.OnIndex = (_, _) => throw new EngineException("no");
        await _process.AddAsync(Sam);
        Assert.Equal(IndexOutcome.EngineDown, await _process.IndexAsync(Sam));

        _engine.OnIndex = (_, _) => throw new EngineException("left alone") { IsLeftAlone = true };
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            Assert.Equal(IndexOutcome.EngineDown, await _process.IndexAsync(Sam));
            Assert.Equal(new IndexTask(_clock.GetUtcNow().AddSeconds(30), IsTaken: false, 1), await _process.TaskAsync(Sam));
        }
    }

    [Fact]
    public async Task Caller_whose_turns_fail_waits_longer_each_time_and_at_most_an_hour()
    {
        _engine.OnIndex = (_, _) => throw new EngineException("no") { ConcernsAll = false };
        await _process.AddAsync(Sam);

        foreach (var (seconds, i) in new[] { 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 3600, 3600 }
            .Select((seconds, i) => (seconds, i)))
        {
            Assert.Equal(IndexOutcome.Failed, await _process.IndexAsync(Sam));
            Assert.Equal(new IndexTask(_clock.GetUtcNow().AddSeconds(seconds), IsTaken: false, i + 1), await _process.TaskAsync(Sam));
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Equal(IndexOutcome.NotDue, await _process.IndexAsync(Sam));
            _clock.Advance(TimeSpan.FromTicks(1));
        }

        _engine.OnIndex = (_, _) => Task.FromResult(IndexResult.Incomplete);
        Assert.Equal(IndexOutcome.More, await _process.IndexAsync(Sam));
        Assert.Equal(0, (await _process.TaskAsync(Sam))!.Tries);
    }

    [Theory]
    [InlineData(10, 30)]
    [InlineData(31, 31)]
    [InlineData(1800, 1800)]
    [InlineData(100_000, 3600)]
    public async Task Engine_that_asks_to_be_left_alone_is_but_not_for_more_than_an_hour(int asked, int seconds)
    {
        _engine.OnIndex = (_, _) => throw new EngineException("no") { RetryAfter = TimeSpan.FromSeconds(asked) };
        await _process.AddAsync(Sam);

        Assert.Equal(IndexOutcome.EngineDown, await _process.IndexAsync(Sam));

        Assert.Equal(_clock.GetUtcNow().AddSeconds(seconds), (await _process.TaskAsync(Sam))!.NotBefore);
    }

    [Fact]
    public async Task Caller_who_waits_after_a_failure_and_is_added_is_due_at_once()
    {
        _engine.OnIndex = (_, _) => throw new EngineException("no");
        await _process.AddAsync(Sam);
        await _process.IndexAsync(Sam);

        await _other.AddAsync(Sam);

        Assert.Equal(new IndexTask(_clock.GetUtcNow(), IsTaken: false, 1), await _process.TaskAsync(Sam));
    }

    [Fact]
    public async Task Engine_that_fails_for_all_is_left_alone_and_the_others_stay_due()
    {
        _engine.OnIndex = (_, _) => throw new EngineException("no");
        var callers = await AddAsync(20);

        Assert.Equal(0, await _process.IndexDueAsync());

        Assert.InRange(_engine.Turns.Count, 1, IndexCallers.Lanes);
        foreach (var caller in callers.Except(_engine.Turns))
            Assert.Equal(new IndexTask(_clock.GetUtcNow(), IsTaken: false, 0), await _process.TaskAsync(caller));
        _engine.OnIndex = (_, _) => Task.FromResult(IndexResult.Complete);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(20, await _process.IndexDueAsync());
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Engine_that_fails_for_one_caller_is_told_of_the_others()
    {
        var callers = await AddAsync(20);
        _engine.OnIndex = (caller, _) =>
            caller == callers[7] ? throw new EngineException("no") { ConcernsAll = false } : Task.FromResult(IndexResult.Complete);

        Assert.Equal(19, await _process.IndexDueAsync());

        Assert.Equal(20, _engine.Turns.Count);
        Assert.Equal(1, (await _process.TaskAsync(callers[7]))!.Tries);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Engine_that_has_a_bug_for_one_caller_is_told_of_the_others()
    {
        var callers = await AddAsync(20);
        _engine.OnIndex = (caller, _) => caller == callers[0] || caller == callers[12]
            ? throw new InvalidOperationException("A bug, with words that were said.")
            : Task.FromResult(IndexResult.Complete);

        Assert.Equal(18, await _process.IndexDueAsync());

        Assert.Equal(20, _engine.Turns.Count);
        Assert.Equal(new IndexTask(_clock.GetUtcNow().AddSeconds(30), IsTaken: false, 1), await _process.TaskAsync(callers[12]));
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task Turn_whose_process_died_is_taken_over_after_3_minutes()
    {
        var died = new TaskCompletionSource<IndexResult>();
        _engine.OnIndex = (_, _) => died.Task;
        await _other.AddAsync(Sam);
        var dying = _other.IndexAsync(Sam);
        await Eventually.IsTrueAsync(() => _engine.Turns.Count == 1, "the turn has begun");
        _engine.OnIndex = (_, _) => Task.FromResult(IndexResult.Complete);

        _clock.Advance(Taken - TimeSpan.FromTicks(1));
        Assert.Equal(0, await _process.IndexDueAsync());
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, await _process.IndexDueAsync());

        Assert.Equal(0, await CountAsync());
        // It only seemed to be dead, and finds its work done.
        died.SetResult(IndexResult.Complete);
        Assert.Equal(IndexOutcome.Done, await dying);
        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData(IndexResult.Complete)]
    [InlineData(IndexResult.Incomplete)]
    [InlineData(null)]
    public async Task Turn_that_was_taken_over_ends_without_letting_a_third_begin(IndexResult? result)
    {
        var (late, second) = (new TaskCompletionSource<IndexResult>(), new TaskCompletionSource<IndexResult>());
        _engine.OnIndex = (_, _) => _engine.Turns.Count == 1 ? late.Task : second.Task;
        await _other.AddAsync(Sam);
        var taking = _other.IndexAsync(Sam);
        await Eventually.IsTrueAsync(() => _engine.Turns.Count == 1, "the turn has begun");
        _clock.Advance(Taken);
        var takenOver = _process.IndexAsync(Sam);
        await Eventually.IsTrueAsync(() => _engine.Turns.Count == 2, "the turn was taken over");
        var task = await _process.TaskAsync(Sam);

        if (result is { } given)
            late.SetResult(given);
        else
            late.SetException(new EngineException("no"));
        await taking;

        Assert.Equal(task, await _process.TaskAsync(Sam));
        Assert.Equal(IndexOutcome.NotDue, await _other.IndexAsync(Sam));
        second.SetResult(IndexResult.Complete);
        Assert.Equal(IndexOutcome.Done, await takenOver);
        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_that_is_cancelled_is_let_go(bool failsForIt)
    {
        using var cancel = new CancellationTokenSource();
        _engine.OnIndex = async (_, token) =>
        {
            await cancel.CancelAsync();
            if (failsForIt)
                throw new EngineException("The connection was closed.");
            token.ThrowIfCancellationRequested();
            return IndexResult.Complete;
        };
        await Stores.Tasks.TryWriteAsync(Sam, new IndexTask(_clock.GetUtcNow(), IsTaken: false, 5), null, CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _process.Index.IndexAsync(Sam, new IndexRound(), cancel.Token));

        Assert.Equal(new IndexTask(_clock.GetUtcNow(), IsTaken: false, 5), await _process.TaskAsync(Sam));
    }

    [Fact]
    public async Task Indexing_what_is_due_ends_when_its_time_is_up()
    {
        _engine.OnIndex = (_, _) =>
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(_engine.Turns.Count % 2 == 0 ? IndexResult.Complete : IndexResult.Incomplete);
        };
        await AddAsync(40);

        await _process.Index.IndexDueAsync(TimeSpan.FromMinutes(5), CancellationToken.None);

        Assert.InRange(_engine.Turns.Count, 5, 4 + IndexCallers.Lanes);
        Assert.NotEqual(0, await CountAsync());
    }

    [Fact]
    public async Task Indexing_what_is_due_ends_in_time_with_a_caller_who_is_never_done()
    {
        _engine.OnIndex = (_, _) =>
        {
            _clock.Advance(TimeSpan.FromSeconds(20));
            return Task.FromResult(IndexResult.Incomplete);
        };
        await _process.AddAsync(Sam);

        Assert.Equal(0, await _process.Index.IndexDueAsync(TimeSpan.FromMinutes(1), CancellationToken.None));

        Assert.Equal(3, _engine.Turns.Count);
        Assert.Equal(new IndexTask(_clock.GetUtcNow(), IsTaken: false, 0), await _process.TaskAsync(Sam));
    }

    [Fact]
    public async Task Indexing_what_is_due_that_is_cancelled_says_so()
    {
        using var cancel = new CancellationTokenSource();
        _engine.OnIndex = async (_, token) =>
        {
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
            return IndexResult.Complete;
        };
        await AddAsync(10);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _process.Index.IndexDueAsync(TimeSpan.FromMinutes(5), cancel.Token));

        Assert.Equal(10, await Stores.Tasks.ListDueAsync(_clock.GetUtcNow(), CancellationToken.None).CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Indexing_until_done_waits_for_the_turn_of_another_process()
    {
        var turn = new TaskCompletionSource<IndexResult>();
        _engine.OnIndex = (_, _) => turn.Task;
        await _other.AddAsync(Sam);
        var others = _other.IndexAsync(Sam);
        await Eventually.IsTrueAsync(() => _engine.Turns.Count == 1, "the turn has begun");

        var waiting = _process.Index.IndexUntilDoneAsync(Sam, new IndexRound(), CancellationToken.None);
        await Eventually.IsTrueAsync(() => _clock.Timers == 1, "it waits");
        Assert.False(waiting.IsCompleted);
        turn.SetResult(IndexResult.Incomplete);
        Assert.Equal(IndexOutcome.More, await others);
        _engine.OnIndex = (_, _) => Task.FromResult(IndexResult.Complete);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(IndexOutcome.Done, await waiting);
    }

    [Fact]
    public async Task Indexing_until_done_ends_with_a_caller_who_waits_after_a_failure()
    {
        _engine.OnIndex = (_, _) => throw new EngineException("no") { ConcernsAll = false };
        await _process.AddAsync(Sam);
        await _process.IndexAsync(Sam);

        Assert.Equal(IndexOutcome.Failed, await _other.Index.IndexUntilDoneAsync(Sam, new IndexRound(), CancellationToken.None));
        Assert.Equal(IndexOutcome.Done, await _other.Index.IndexUntilDoneAsync(Ann, new IndexRound(), CancellationToken.None));
    }

    private async Task<IReadOnlyList<CallerKey>> AddAsync(int count)
    {
        var callers = Enumerable.Range(100, count).Select(KeyOf).OrderBy(key => key.Value, StringComparer.Ordinal).ToList();
        foreach (var caller in callers)
            await _process.AddAsync(caller);
        return callers;
    }

    private async Task<int> CountAsync() => await Stores.Tasks.CountAsync();

    private static CallerKey KeyOf(int number) => CallerKey.Of(SampleRecords.Sam with { Identity = $"+1202555{number:0000}" }, "k"u8);

    public sealed class OnFiles() : IndexCallersTests(StorageKind.Embedded);
}
