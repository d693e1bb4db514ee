using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Indexing;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Telemetry;
using Xunit;

namespace Elaoms.Tests.Storage;

/// <summary>A clock that was wrong by a day and is put right: whatever it dated is dealt with at once.</summary>
public abstract class ClockJumpTests(StorageKind kind) : StorageTests(kind)
{
    private const string Sam = "+12025550123";

    private protected static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // Payloads are stored by the clock of disk or account.
    private protected readonly FixedClock _clock = new(TimeProvider.System.GetUtcNow());

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Call_that_came_while_the_clock_was_wrong_is_learned(int days)
    {
        await using var stores = Storage.Open(_clock);
        _clock.Jump(Day * days);
        var payload = await stores.StoreAsync(LearningBench.Body(1, Sam), _clock.GetUtcNow());
        await stores.Queue.EnqueueAsync(CallMessage.For(payload), CancellationToken.None);
        _clock.Jump(-Day * days);

        await stores.LearnAllAsync();

        Assert.Equal(ReceiptResult.Learned, (await stores.Receipts.ReadAsync(payload, CancellationToken.None))!.Result);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(-1, true)]
    [InlineData(-1, false)]
    public async Task Call_that_was_never_enqueued_is_found_by_the_sweep(int days, bool isRightAgain)
    {
        await using var stores = Storage.Open(_clock);
        _clock.Jump(Day * days);
        await stores.StoreAsync(LearningBench.Body(1, Sam), _clock.GetUtcNow());
        if (isRightAgain)
            _clock.Jump(-Day * days);
        _clock.Advance(Storage.Settings.SweepAfter + TimeSpan.FromMinutes(1));

        Assert.Equal(1, (await stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None)).Enqueued);

        await stores.LearnAllAsync();
        Assert.NotNull(await new LearningBench(stores).ReadAsync(Sam));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Caller_whom_a_wrong_clock_put_off_is_indexed(bool isTaken)
    {
        await using var stores = Storage.Open(_clock);
        using var bench = new LearningBench(stores);
        await bench.LearnAsync(LearningBench.Body(1, Sam), receivedAt: _clock.GetUtcNow());
        var caller = bench.KeyOf(Sam);
        await stores.Tasks.TryWriteAsync(
            caller, new IndexTask(_clock.GetUtcNow() + Day, isTaken, 1), replaces: null, CancellationToken.None);
        var process = new IndexProcess(stores, new ScriptedEngine(), _clock);

        var held = await process.Index.HoldAsync(caller, CancellationToken.None);
        await process.Index.PutBackAsync(held, CancellationToken.None);

        Assert.Equal(1, await process.IndexDueAsync());
        Assert.Null(await process.TaskAsync(caller));
    }

    public sealed class OnFiles() : ClockJumpTests(StorageKind.Embedded)
    {
        [Fact]
        public async Task Message_that_is_dated_a_day_ahead_is_taken_and_counted_once()
        {
            await using var stores = Storage.Open(_clock);
            using var recorded = new RecordedMetrics(stores.Get<ElaomsMetrics>());
            _clock.Jump(Day);
            foreach (var body in (string[])["ahead 1", "ahead 2"])
                await stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf(body)), CancellationToken.None);
            _clock.Jump(-Day);
            await stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("now")), CancellationToken.None);

            for (var call = 0; call < 3; call++)
                Assert.NotNull(await stores.Queue.ReceiveAsync(LongLease, CancellationToken.None));
            Assert.Null(await stores.Queue.ReceiveAsync(LongLease, CancellationToken.None));
            Assert.Equal(2, recorded.Sum("elaoms.queue.dated.ahead"));
        }

        [Fact]
        public async Task Message_that_was_being_learned_when_the_clock_was_put_back_comes_again_if_its_learner_is_gone()
        {
            await using var stores = Storage.Open(_clock);
            await stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("1")), CancellationToken.None);
            var held = (await stores.Queue.ReceiveAsync(ShortLease, CancellationToken.None))!;
            _clock.Jump(-Day);

            var again = (await stores.Queue.ReceiveAsync(ShortLease, CancellationToken.None))!;

            Assert.Equal((held.Id, 2), (again.Id, again.DequeueCount));
            Assert.Null(await stores.Queue.HideAsync(held, ShortLease, CancellationToken.None));
            await stores.Queue.CompleteAsync(again, CancellationToken.None);
            Assert.Equal(0, await stores.Queue.CountAsync(CancellationToken.None));
        }
    }
}
