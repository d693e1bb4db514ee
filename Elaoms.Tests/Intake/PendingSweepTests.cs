using System.Reflection;
using Elaoms.Core.Audit;
using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Intake;

/// <summary>What a sweep does with the entries of pending payloads, and when it compares everything.</summary>
public abstract class PendingSweepTests(StorageKind kind) : StorageTests(kind)
{
    private const string Sam = "+12025550123";

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly FixedClock _clock = new(TimeProvider.System.GetUtcNow());
    private Stores _swept = null!;

    private TimeSpan Due => Storage.Settings.SweepAfter + Margin;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _swept = Storage.Open(_clock);
    }

    public override async Task DisposeAsync()
    {
        await _swept.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task First_sweep_of_a_storage_compares_everything_and_then_one_a_day()
    {
        var hours = new List<int>();
        for (var hour = 0; hour <= 50; hour++)
        {
            // A process that starts anew each time goes by the same storage.
            await using var process = Storage.Open(_clock);
            if ((await SweepAsync(process)).IsAll)
                hours.Add(hour);
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal([0, 24, 48], hours);
    }

    [Fact]
    public async Task Payload_without_an_entry_is_found_when_everything_is_compared_and_by_every_sweep_from_then_on()
    {
        await SweepAsync();
        var name = await _swept.StoreAsync(LearningBench.Body(1, Sam), _clock.GetUtcNow());
        _clock.Advance(Due);
        Assert.Equal(0, (await SweepAsync()).Enqueued);

        _clock.Advance(TimeSpan.FromHours(24));
        var all = await SweepAsync();
        Assert.Equal((1, true), (all.Enqueued, all.IsAll));
        await TakeAsync(name);

        // The message is lost.
        _clock.Advance(Due);
        var next = await SweepAsync();
        Assert.Equal((1, false), (next.Enqueued, next.IsAll));
        await _swept.LearnAllAsync();
        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task Entry_that_is_old_enough_is_enqueued_by_each_sweep_until_its_payload_has_a_receipt()
    {
        await SweepAsync();
        var name = await AddAsync(LearningBench.Body(1, Sam));
        _clock.Advance(Storage.Settings.SweepAfter - Margin);
        Assert.Equal(0, (await SweepAsync()).Enqueued);
        _clock.Advance(Margin * 2);

        Assert.Equal(1, (await SweepAsync()).Enqueued);
        await TakeAsync(name);
        Assert.Equal(1, (await SweepAsync()).Enqueued);
        await _swept.LearnAllAsync();

        Assert.Empty(await EntriesAsync());
        Assert.Equal(0, (await SweepAsync()).Enqueued);
        Assert.Equal(ReceiptResult.Learned, (await _swept.Receipts.ReadAsync(name, CancellationToken.None))!.Result);
    }

    [Fact]
    public async Task Payload_with_an_entry_is_enqueued_once_when_everything_is_compared()
    {
        await AddAsync(LearningBench.Body(1, Sam));
        _clock.Advance(Due);

        var all = await _swept.Get<Reconciler>().ReconcileAllAsync(CancellationToken.None);

        Assert.Equal((1, true), (all.Enqueued, all.IsAll));
        Assert.Equal(1, await _swept.Queue.CountAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(ReceiptResult.Learned)]
    [InlineData(ReceiptResult.NothingToLearn)]
    [InlineData(ReceiptResult.Failed)]
    public async Task Entry_whose_payload_has_a_receipt_is_removed_and_nothing_is_enqueued(ReceiptResult result)
    {
        // As a process leaves it that dies after the receipt, or a payload that is delivered again.
        var name = await AddAsync(LearningBench.Body(1, Sam));
        await _swept.Receipts.WriteAsync(name, new Receipt(result, "r", 1), CancellationToken.None);
        _clock.Advance(Due);

        Assert.Equal(0, (await SweepAsync()).Enqueued);

        Assert.Empty(await EntriesAsync());
        Assert.Equal(0, await _swept.Queue.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Entry_whose_payload_was_never_archived_is_removed_and_nothing_is_enqueued()
    {
        var (name, other) = (Stores.NameOf("never archived"), await AddAsync(LearningBench.Body(1, Sam)));
        await _swept.Pending.AddAsync(name, CancellationToken.None);
        await SweepAsync();
        Assert.Equal(2, (await EntriesAsync()).Count);
        _clock.Advance(Due);

        Assert.Equal(1, (await SweepAsync()).Enqueued);

        Assert.Equal([other], await EntriesAsync());
        await TakeAsync(other);
        Assert.Null(await _swept.Receipts.ReadAsync(name, CancellationToken.None));
    }

    [Fact]
    public async Task Entry_whose_receipt_a_newer_program_wrote_is_removed()
    {
        var name = await AddAsync(LearningBench.Body(1, Sam));
        await _swept.Receipts.WriteAsync(name, new Receipt(ReceiptResult.Learned, null, 1), CancellationToken.None);
        await StoredBytes.Receipt(name).WriteAsync(_swept, """{"version":2}"""u8.ToArray());
        _clock.Advance(Due);

        Assert.Equal(0, (await SweepAsync()).Enqueued);

        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task Entry_that_a_clock_dated_ahead_is_enqueued()
    {
        await SweepAsync();
        await AddAsync(LearningBench.Body(1, Sam));
        // By a day, so that what the storage's own clock dated lies as far ahead.
        _clock.Jump(TimeSpan.FromDays(-1));

        Assert.Equal(1, (await SweepAsync()).Enqueued);
    }

    [Fact]
    public async Task Entries_are_enqueued_however_far_back_their_day_lies()
    {
        await SweepAsync();
        await AddAsync(LearningBench.Body(1, Sam), _clock.GetUtcNow().AddDays(-100));
        _clock.Advance(Due);

        Assert.Equal(1, (await SweepAsync()).Enqueued);
    }

    [Fact]
    public async Task Sweep_with_nothing_pending_neither_lists_nor_reads_what_is_archived_and_done()
    {
        await SweepAsync();
        for (var i = 0; i < 5; i++)
        {
            var name = await _swept.StoreAsync(LearningBench.Body(i, Sam), _clock.GetUtcNow());
            await _swept.Receipts.WriteAsync(name, new Receipt(ReceiptResult.Learned, null, 1), CancellationToken.None);
        }

        _clock.Advance(Due);
        var missing = MissingOver(
            DispatchProxy.Create<IPayloadArchive, UntouchablePort>(),
            DispatchProxy.Create<IReceipts, UntouchablePort>());

        Assert.Equal(0, await missing.EnqueueAsync(isAll: false, CancellationToken.None));
        await Assert.ThrowsAsync<IOException>(() => missing.EnqueueAsync(isAll: true, CancellationToken.None));
    }

    [Fact]
    public async Task Comparison_that_was_cut_short_is_made_an_hour_later()
    {
        var sweep = SweepOver(MissingOver(DispatchProxy.Create<IPayloadArchive, UntouchablePort>(), _swept.Receipts));
        await Assert.ThrowsAsync<IOException>(() => sweep.SweepAsync(isAll: false, CancellationToken.None));

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False((await SweepAsync()).IsAll);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await SweepAsync()).IsAll);
        _clock.Advance(TimeSpan.FromHours(23));
        Assert.False((await SweepAsync()).IsAll);
    }

    [Fact]
    public async Task Of_several_processes_one_compares_everything()
    {
        await using var other = Storage.Open(_clock);

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => SweepAsync(i % 2 == 0 ? _swept : other))));

        Assert.Single(results, result => result.IsAll);
    }

    [Fact]
    public async Task More_days_than_were_compared_last_are_compared_at_once()
    {
        await SweepAsync();
        Assert.False((await SweepAsync()).IsAll);
        await using var more = new Stores(Storage.Settings with { SweepDays = 90 }, _clock);

        Assert.True((await SweepAsync(more)).IsAll);

        Assert.False((await SweepAsync(more)).IsAll);
        Assert.False((await SweepAsync()).IsAll);
    }

    [Fact]
    public async Task Everything_is_compared_when_asked_and_counts_for_a_day()
    {
        await SweepAsync();
        _clock.Advance(TimeSpan.FromHours(12));

        Assert.True((await _swept.Get<Reconciler>().ReconcileAllAsync(CancellationToken.None)).IsAll);

        _clock.Advance(TimeSpan.FromHours(23));
        Assert.False((await SweepAsync()).IsAll);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await SweepAsync()).IsAll);
    }

    [Fact]
    public async Task Behind_a_backlog_everything_waits_to_be_compared()
    {
        await _swept.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("waiting")), CancellationToken.None);
        var name = Stores.NameOf("entry");
        await _swept.Pending.AddAsync(name, CancellationToken.None);
        _clock.Advance(Due);

        var behind = await _swept.Get<Reconciler>().ReconcileAllAsync(CancellationToken.None);

        Assert.Equal((0, true, false), (behind.Enqueued, behind.IsBehind, behind.IsAll));
        Assert.Equal([name], await EntriesAsync());
        await _swept.LearnAllAsync();
        var after = await SweepAsync();
        Assert.Equal((false, true), (after.IsBehind, after.IsAll));
    }

    private Task<ReconcilerResult> SweepAsync() => SweepAsync(_swept);

    private static Task<ReconcilerResult> SweepAsync(Stores stores) => stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None);

    // As a delivery that dies before the queue.
    private async Task<PayloadName> AddAsync(byte[] body, DateTimeOffset? at = null)
    {
        var name = await _swept.StoreAsync(body, at ?? _clock.GetUtcNow());
        await _swept.Pending.AddAsync(name, CancellationToken.None);
        return name;
    }

    private async Task<List<PayloadName>> EntriesAsync()
        => await _swept.Pending.ListAsync(CancellationToken.None).Select(entry => entry.Name).ToListAsync();

    private async Task TakeAsync(PayloadName name)
    {
        var call = (await _swept.Queue.ReceiveAsync(LongLease, CancellationToken.None))!;
        Assert.Equal(name, CallMessage.Decode(call.Text)!.Payload);
        await _swept.Queue.CompleteAsync(call, CancellationToken.None);
        Assert.Equal(0, await _swept.Queue.CountAsync(CancellationToken.None));
    }

    private MissingReceipts MissingOver(IPayloadArchive archive, IReceipts receipts) => new(
        archive, receipts, _swept.Pending, _swept.Queue, _swept.Get<CallOutcomes>(), Storage.Settings, _swept.Get<ElaomsMetrics>(), _clock,
        NullLogger<MissingReceipts>.Instance);

    private ArchiveSweep SweepOver(MissingReceipts missing) => new(
        missing, _swept.Get<SegmentCollector>(), _swept.Get<AuditRetention>(), _swept.Get<JobSweep>(),
        _swept.Get<IDocumentStore<NextComparison>>(), Storage.Settings, _swept.Get<ElaomsMetrics>(), _clock,
        NullLogger<ArchiveSweep>.Instance);

    public sealed class OnFiles() : PendingSweepTests(StorageKind.Embedded);
}
