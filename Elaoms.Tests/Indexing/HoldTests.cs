using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Records;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Indexing;

/// <summary>Callers whom nobody may tell an engine of for a while, and erasing, which is what that is for.</summary>
public abstract class HoldTests(StorageKind kind) : StorageTests(kind)
{
    private static readonly TimeSpan Taken = TimeSpan.FromMinutes(3);

    private readonly FixedClock _clock = new();
    private readonly ScriptedEngine _engine = new();
    private IndexProcess _process = null!;

    private CallerKey Sam => Stores.Get<CallerKeys>().Of(SampleRecords.Sam);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _process = new IndexProcess(Stores, _engine, _clock);
    }

    [Fact]
    public async Task Caller_who_is_held_has_no_turn_until_let_go()
    {
        await _process.AddAsync(Sam);
        var held = await _process.Index.HoldAsync(Sam, CancellationToken.None);
        Assert.Equal(IndexOutcome.NotDue, await _process.IndexAsync(Sam));
        Assert.Equal(0, await _process.IndexDueAsync());

        await _process.Index.LetGoAsync(held, CancellationToken.None);

        Assert.Null(await _process.TaskAsync(Sam));
        Assert.Empty(_engine.Turns);
    }

    [Fact]
    public async Task Call_that_is_learned_while_its_caller_is_held_gets_its_turn()
    {
        var held = await _process.Index.HoldAsync(Sam, CancellationToken.None);
        await _process.AddAsync(Sam);
        Assert.Equal(IndexOutcome.NotDue, await _process.IndexAsync(Sam));

        await _process.Index.LetGoAsync(held, CancellationToken.None);

        Assert.Equal(IndexOutcome.Done, await _process.IndexAsync(Sam));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Holding_waits_for_the_turn_that_is_under_way()
    {
        var turn = new TaskCompletionSource<IndexResult>();
        _engine.OnIndex = (_, _) => turn.Task;
        await _process.AddAsync(Sam);
        var indexing = _process.IndexAsync(Sam);
        await Eventually.IsTrueAsync(() => _engine.Turns.Count == 1, "the turn has begun");

        var holding = _process.Index.HoldAsync(Sam, CancellationToken.None);
        await Eventually.IsTrueAsync(() => _clock.Timers == 1, "it waits");
        turn.SetResult(IndexResult.Complete);
        Assert.Equal(IndexOutcome.Done, await indexing);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var held = await holding;
        Assert.Equal(new IndexTask(_clock.GetUtcNow() + Taken, IsTaken: true, 0), await _process.TaskAsync(Sam));
        Assert.Null(held.Before);
    }

    [Fact]
    public async Task Holding_waits_for_a_turn_whose_process_died_and_for_no_longer()
    {
        await Stores.Tasks.TryWriteAsync(Sam, new IndexTask(_clock.GetUtcNow() + Taken, IsTaken: true, 1), null, CancellationToken.None);
        var holding = _process.Index.HoldAsync(Sam, CancellationToken.None);
        await Eventually.IsTrueAsync(() => _clock.Timers == 1, "it waits");

        _clock.Advance(Taken);

        await holding;
    }

    [Fact]
    public async Task Caller_whose_turn_is_due_stays_due_when_put_back()
    {
        var due = new IndexTask(_clock.GetUtcNow().AddMinutes(20), IsTaken: false, 6);
        await Stores.Tasks.TryWriteAsync(Sam, due, null, CancellationToken.None);

        await _process.Index.PutBackAsync(await _process.Index.HoldAsync(Sam, CancellationToken.None), CancellationToken.None);

        Assert.Equal(due, await _process.TaskAsync(Sam));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Caller_who_is_added_while_held_is_due_when_put_back(bool wasDue)
    {
        if (wasDue)
            await _process.AddAsync(Sam);
        var held = await _process.Index.HoldAsync(Sam, CancellationToken.None);
        await _process.AddAsync(Sam);

        await _process.Index.PutBackAsync(held, CancellationToken.None);

        Assert.Equal(new IndexTask(_clock.GetUtcNow(), IsTaken: false, 0), await _process.TaskAsync(Sam));
    }

    [Fact]
    public async Task Caller_who_is_not_due_is_not_when_put_back()
    {
        await _process.Index.PutBackAsync(await _process.Index.HoldAsync(Sam, CancellationToken.None), CancellationToken.None);

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Caller_who_is_held_for_longer_than_a_turn_may_last_gets_one_more_turn()
    {
        var first = await _process.Index.HoldAsync(Sam, CancellationToken.None);
        _clock.Advance(Taken);
        await _process.AddAsync(Sam);
        Assert.Equal(IndexOutcome.Done, await _process.IndexAsync(Sam));

        await _process.Index.LetGoAsync(first, CancellationToken.None);

        Assert.Equal(new IndexTask(_clock.GetUtcNow(), IsTaken: false, 0), await _process.TaskAsync(Sam));
    }

    [Fact]
    public async Task Caller_who_is_held_for_longer_than_a_turn_may_last_leaves_the_turn_of_another_alone()
    {
        var turn = new TaskCompletionSource<IndexResult>();
        _engine.OnIndex = (_, _) => turn.Task;
        var held = await _process.Index.HoldAsync(Sam, CancellationToken.None);
        _clock.Advance(Taken);
        var others = _process.IndexAsync(Sam);
        await Eventually.IsTrueAsync(() => _engine.Turns.Count == 1, "the turn has begun");

        await _process.Index.LetGoAsync(held, CancellationToken.None);

        Assert.Equal(IndexOutcome.NotDue, await _process.IndexAsync(Sam));
        turn.SetResult(IndexResult.Complete);
        Assert.Equal(IndexOutcome.More, await others);
        Assert.Equal(IndexOutcome.Done, await _process.IndexAsync(Sam));
    }

    [Fact]
    public async Task Caller_who_is_erased_is_forgotten_by_the_engine_and_the_record_goes_last()
    {
        await TeachAsync();
        await _process.AddAsync(Sam);
        _engine.OnForget = async (caller, _) =>
        {
            Assert.NotNull(await Stores.Callers.ReadAsync(caller, CancellationToken.None));
            Assert.Equal(IndexOutcome.NotDue, await _process.IndexAsync(caller));
        };

        Assert.True(await EraseAsync());

        Assert.Equal([Sam], _engine.Forgotten);
        Assert.Empty(_engine.Turns);
        Assert.Null(await Stores.Callers.ReadAsync(Sam, CancellationToken.None));
        Assert.Equal(0, await CountAsync());
        _engine.OnForget = (_, _) => Task.CompletedTask;
        Assert.False(await EraseAsync());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Erasing_that_the_engine_fails_is_let_go_at_once_and_done_when_repeated(bool wasDue, bool cancels)
    {
        await TeachAsync();
        var due = wasDue ? new IndexTask(_clock.GetUtcNow(), IsTaken: false, 2) : null;
        if (due is not null)
            await Stores.Tasks.TryWriteAsync(Sam, due, null, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        _engine.OnForget = async (_, token) =>
        {
            if (!cancels)
                throw new EngineException("no");
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
        };

        if (cancels)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _process.Erase.EraseAsync(Sam, cancel.Token));
        else
            await Assert.ThrowsAsync<EngineException>(EraseAsync);

        Assert.Equal(due, await _process.TaskAsync(Sam));
        Assert.NotNull(await Stores.Callers.ReadAsync(Sam, CancellationToken.None));
        _engine.OnForget = (_, _) => Task.CompletedTask;
        Assert.True(await EraseAsync());
        Assert.Equal(0, await CountAsync());
        Assert.Null(await Stores.Callers.ReadAsync(Sam, CancellationToken.None));
    }

    [Fact]
    public async Task Call_that_is_learned_while_its_caller_is_erased_gets_its_turn()
    {
        await TeachAsync();
        _engine.OnForget = (caller, _) => _process.AddAsync(caller);

        await EraseAsync();

        Assert.Equal(IndexOutcome.Done, await _process.IndexAsync(Sam));
        Assert.Equal(0, await CountAsync());
    }

    private async Task<bool> EraseAsync() => (await _process.Erase.EraseAsync(Sam, CancellationToken.None)).Any;

    private async Task TeachAsync()
        => await Stores.Get<CallerRecords>().ApplyAsync(Sam, SampleRecords.Sam, [SampleRecords.Extracted("c1", 1)], CancellationToken.None);

    private async Task<int> CountAsync() => await Stores.Tasks.CountAsync();

    public sealed class OnFiles() : HoldTests(StorageKind.Embedded);
}
