using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Intake;

/// <summary>
/// The sweep that compares everything, as the first of a storage does, over each of the storages. What is stored is as old as the storage's
/// own clock says, so the sweep's clock is moved instead.
/// </summary>
public abstract class ReconcilerTests(StorageKind kind) : StorageTests(kind)
{
    private const string Sam = "+12025550123";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private TimeSpan SweepAfter => Storage.Settings.SweepAfter;

    [Fact]
    public async Task Sweep_of_nothing_says_so()
        => Assert.Equal(new ReconcilerResult(0, null, 0, 0) { IsAll = true }, await ReconcileAsync(SweepAfter + Margin));

    [Fact]
    public async Task Payload_archived_for_a_while_without_a_receipt_is_enqueued()
    {
        var name = await Stores.StoreAsync(LearningBench.Body(1, Sam), Now);

        Assert.Equal(new ReconcilerResult(1, null, 0, 0) { IsAll = true }, await ReconcileAsync(SweepAfter + Margin));

        var call = (await Stores.Queue.ReceiveAsync(LongLease, CancellationToken.None))!;
        Assert.Equal((name, false), (CallMessage.Decode(call.Text)!.Payload, CallMessage.Decode(call.Text)!.IsReplay));
        Assert.Null(await Stores.Queue.ReceiveAsync(LongLease, CancellationToken.None));
    }

    [Fact]
    public async Task Payload_archived_a_moment_ago_is_left_to_its_message()
    {
        await Stores.StoreAsync(LearningBench.Body(1, Sam), Now);

        Assert.Equal(0, (await ReconcileAsync(SweepAfter - Margin)).Enqueued);
        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData(ReceiptResult.Learned, 0)]
    [InlineData(ReceiptResult.NothingToLearn, 0)]
    [InlineData(ReceiptResult.Failed, 1)]
    public async Task Payload_with_a_receipt_is_done_with(ReceiptResult result, int failed)
    {
        var name = await Stores.StoreAsync(LearningBench.Body(1, Sam), Now);
        await Stores.Receipts.WriteAsync(name, new Receipt(result, "r", 1), CancellationToken.None);

        Assert.Equal(new ReconcilerResult(0, null, 0, failed) { IsAll = true }, await ReconcileAsync(SweepAfter + Margin));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Payloads_of_as_many_days_as_are_set_are_looked_after()
    {
        var stored = new List<PayloadName>();
        for (var days = 0; days <= Storage.Settings.SweepDays + 2; days++)
            stored.Add(await Stores.StoreAsync(LearningBench.Body(days, Sam), Now.AddDays(-days)));

        await using var later = Later(SweepAfter + Margin);
        var oldest = DateOnly.FromDateTime(later.Get<TimeProvider>().GetUtcNow().UtcDateTime).AddDays(-Storage.Settings.SweepDays);
        var expected = stored.Select(name => DateOnly.FromDateTime(name.Day.UtcDateTime)).Where(day => day >= oldest).ToList();

        Assert.Equal(expected.Count, (await Reconciler(later)).Enqueued);

        var swept = new List<DateOnly>();
        while (await later.Queue.ReceiveAsync(LongLease, CancellationToken.None) is { } call)
            swept.Add(DateOnly.FromDateTime(CallMessage.Decode(call.Text)!.Payload.Day.UtcDateTime));
        Assert.Equal(expected.Order(), swept.Order());
    }

    [Fact]
    public async Task Recordings_and_foreign_files_are_no_payloads()
    {
        var name = await Stores.StoreAsync(LearningBench.Body(1, Sam), Now);
        await Stores.Archive.StoreAudioAsync(name, (_, _) => Task.CompletedTask, CancellationToken.None);
        await Storage.WriteRawAsync(name.Value[..(name.Value.LastIndexOf('/') + 1)] + "notes.json", "{}"u8.ToArray());
        await Stores.Receipts.WriteAsync(name, new Receipt(ReceiptResult.Learned, null, 1), CancellationToken.None);

        Assert.Equal(0, (await ReconcileAsync(SweepAfter + Margin)).Enqueued);
    }

    [Fact]
    public async Task Nothing_is_enqueued_behind_a_backlog()
    {
        await Stores.StoreAsync(LearningBench.Body(1, Sam), Now);
        var waiting = Stores.NameOf("waiting");
        await Stores.Queue.EnqueueAsync(CallMessage.For(waiting), CancellationToken.None);
        await Stores.Receipts.WriteAsync(waiting, new Receipt(ReceiptResult.Failed, "r", 5), CancellationToken.None);

        var behind = await ReconcileAsync(SweepAfter + Margin);

        Assert.Equal((0, 1, 1), (behind.Enqueued, behind.QueueLength, behind.Failed));
        Assert.True(behind.QueueAge >= SweepAfter);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Payload_is_enqueued_while_the_queue_moves()
    {
        await Stores.StoreAsync(LearningBench.Body(1, Sam), Now);
        await Stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("held")), CancellationToken.None);
        await Stores.Queue.ReceiveAsync(LongLease * 10, CancellationToken.None);

        // What is worked on is hidden, and nothing waits behind it.
        var result = await ReconcileAsync(SweepAfter + Margin);

        Assert.Equal(new ReconcilerResult(1, null, 1, 0) { IsAll = true }, result);
    }

    [Fact]
    public async Task Payload_lost_between_archive_and_queue_is_learned_after_a_sweep_and_once()
    {
        using var bench = new LearningBench(Stores);
        await Stores.StoreAsync(LearningBench.Body(1, Sam), Now);
        // Twice, as when two hosts sweep at once: one message too many changes nothing.
        await using var later = Later(SweepAfter + Margin);
        await Task.WhenAll(Reconciler(later), Reconciler(later));
        await later.LearnAllAsync();

        Assert.Single((await bench.ReadAsync(Sam))!.Value.Calls);
        Assert.Equal(1, (await bench.ReadAsync(Sam))!.Value.Revision);
        Assert.Equal(new ReconcilerResult(0, null, 0, 0), await Reconciler(later));
    }

    private static Task<ReconcilerResult> Reconciler(Stores stores) => stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None);

    private async Task<ReconcilerResult> ReconcileAsync(TimeSpan later)
    {
        await using var stores = Later(later);
        return await Reconciler(stores);
    }

    // A process whose clock is ahead.
    private Stores Later(TimeSpan by)
    {
        var clock = new FixedClock(Storage.Clock.GetUtcNow() + by);
        Storage.Pass(by);
        return Storage.Open(clock);
    }

    private ValueTask<long> CountAsync() => Stores.Queue.CountAsync(CancellationToken.None);

    public sealed class OnFiles() : ReconcilerTests(StorageKind.Embedded);
}
