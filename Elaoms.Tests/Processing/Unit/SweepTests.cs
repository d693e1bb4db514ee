using System.Diagnostics;
using System.Reflection;
using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Core.Audit;
using Elaoms.Core.Indexing;
using Elaoms.Core.Json;
using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Audit;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Indexing;
using Elaoms.Tests.Telemetry;
using Xunit;
using static Elaoms.Tests.Processing.Unit.LearningInMemory;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>What a sweep enqueues, measures and tells engines.</summary>
public sealed class SweepTests : IDisposable
{
    private static readonly TimeSpan SweepAfter = TimeSpan.FromMinutes(10);

    private readonly LearningInMemory _bench = new();
    private readonly ScriptedEngine _engine = new();
    private readonly ClockMonitor _monitor;

    public SweepTests()
    {
        _monitor = new ClockMonitor(_bench.Clock, _bench.Metrics, _bench.LoggerOf<ClockMonitor>());
        _bench.Storage.StoredAt = _ => FixedClock.Start - SweepAfter;
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Sweep_of_nothing_measures_nothing()
    {
        Assert.Equal(new ReconcilerResult(0, null, 0, 0) { IsAll = true }, await SweepAsync());

        Assert.Equal([0], _bench.Recorded.Of("elaoms.queue.age"));
        Assert.Equal([0], _bench.Recorded.Of("elaoms.queue.length"));
        Assert.Equal([0], _bench.Recorded.Of("elaoms.receipts.failed"));
        Assert.Equal([0], _bench.Recorded.Of("elaoms.queue.unreadable"));
        Assert.Equal([0], _bench.Recorded.Of("elaoms.engine.waiting"));
        Assert.Equal(
            [
                "1103 Compared the archive of 3 days: 0 enqueued again; 0 left-over segments of records removed",
                "1102 Swept: 0 enqueued again; 0 calls wait, the next for 0 s; 0 failed; 0 unreadable",
            ],
            _bench.Log.Written);
    }

    [Fact]
    public async Task Sweep_measures_what_waits_has_failed_and_could_not_be_read()
    {
        _bench.Storage.Age = TimeSpan.FromSeconds(90);
        await _bench.Storage.EnqueueAsync(CallMessage.For(Body(1).Name), CancellationToken.None);
        await _bench.WriteReceiptAsync(Body(1).Name, ReceiptResult.Failed);
        await _bench.WriteReceiptAsync(Body(2).Name, ReceiptResult.Failed);
        await _bench.WriteReceiptAsync(Body(3).Name, ReceiptResult.Learned);
        for (var i = 0; i < 3; i++)
            await _bench.Unreadable.NoteAsync("garbage", new CallMessageFault("Why."), "calls", CancellationToken.None);
        Store(4);

        Assert.Equal(new ReconcilerResult(1, TimeSpan.FromSeconds(90), 1, 2, 3) { IsAll = true }, await SweepAsync());

        Assert.Equal([90], _bench.Recorded.Of("elaoms.queue.age"));
        Assert.Equal([1], _bench.Recorded.Of("elaoms.queue.length"));
        Assert.Equal([2], _bench.Recorded.Of("elaoms.receipts.failed"));
        Assert.Equal([3], _bench.Recorded.Of("elaoms.queue.unreadable"));
        Assert.Contains("1102 Swept: 1 enqueued again; 1 calls wait, the next for 90 s; 2 failed; 3 unreadable", _bench.Log.Written);
    }

    [Fact]
    public async Task Payload_without_a_receipt_is_enqueued_as_no_replay()
    {
        var name = Store(1);

        Assert.Equal(1, (await SweepAsync()).Enqueued);

        Assert.Equal([(name, false)], _bench.Storage.Enqueued.Select(message => (message.Payload, message.IsReplay)));
        Assert.Equal([1], _bench.Recorded.Of("elaoms.sweep.enqueued"));
        Assert.Contains(
            $"1101 {name} has been archived since 2026-10-06T15:10:46.0000000Z without a receipt and was enqueued again",
            _bench.Log.Written);
    }

    [Theory]
    [InlineData(600, 1)]
    [InlineData(599, 0)]
    [InlineData(0, 0)]
    [InlineData(-599, 0)]
    [InlineData(-600, 1)]
    public async Task Payload_stored_a_moment_ago_or_just_ahead_is_left_to_its_message(int secondsAgo, int enqueued)
    {
        Store(1);
        _bench.Storage.StoredAt = _ => FixedClock.Start.AddSeconds(-secondsAgo);

        Assert.Equal(enqueued, (await SweepAsync()).Enqueued);
    }

    [Theory]
    [InlineData(ReceiptResult.Learned)]
    [InlineData(ReceiptResult.Failed)]
    public async Task Payload_with_a_receipt_is_left_alone(ReceiptResult result)
    {
        await _bench.WriteReceiptAsync(Store(1), result);
        Store(2);

        Assert.Equal(1, (await SweepAsync()).Enqueued);
        Assert.Equal([Body(2).Name], _bench.Storage.Enqueued.Select(message => message.Payload));
    }

    [Fact]
    public async Task Payload_that_is_learned_while_the_sweep_reads_is_left_alone()
    {
        var name = Store(1);
        _bench.Storage.StoredAt = _ =>
        {
            Assert.True(_bench.WriteReceiptAsync(name, ReceiptResult.Learned).AsTask().IsCompletedSuccessfully);
            return FixedClock.Start - SweepAfter;
        };

        Assert.Equal(0, (await SweepAsync()).Enqueued);
    }

    [Fact]
    public async Task Payloads_from_tomorrow_back_as_many_days_as_are_set_are_enqueued()
    {
        for (var days = -2; days <= 4; days++)
            Store(days, FixedClock.Start.AddDays(-days));

        Assert.Equal(5, (await SweepAsync()).Enqueued);
        Assert.Equal(
            [-1, 0, 1, 2, 3],
            _bench.Storage.Enqueued.Select(message => (FixedClock.Start.UtcDateTime.Date - message.Payload.Day.UtcDateTime).Days));
        Assert.Equal(5, _bench.Recorded.Sum("elaoms.sweep.enqueued"));
    }

    [Theory]
    [InlineData(599, 1)]
    [InlineData(600, 0)]
    public async Task Nothing_is_enqueued_behind_a_backlog(int age, int enqueued)
    {
        Store(1);
        _bench.Storage.Age = TimeSpan.FromSeconds(age);

        Assert.Equal(enqueued, (await SweepAsync()).Enqueued);
    }

    [Fact]
    public async Task Engines_are_told_of_callers_who_wait_and_those_who_are_left_are_counted()
    {
        await AddTaskAsync(Sam, FixedClock.Start);
        await AddTaskAsync(Kim, FixedClock.Start.AddMinutes(1));

        await SweepAsync();

        Assert.Equal([_bench.KeyOf(Sam)], _engine.Turns);
        Assert.Equal([1], _bench.Recorded.Of("elaoms.engine.waiting"));
    }

    [Fact]
    public async Task Engine_is_told_for_three_minutes_at_most()
    {
        await AddTaskAsync(Sam, FixedClock.Start);
        _engine.OnIndex = (_, _) =>
        {
            _bench.Clock.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(IndexResult.Incomplete);
        };

        await SweepAsync();

        Assert.Equal(3, _engine.Turns.Count);
    }

    [Fact]
    public async Task Nobody_is_told_where_our_own_index_is_the_only_engine()
    {
        await AddTaskAsync(Sam, FixedClock.Start);

        await SweepAsync(_bench.Settings with { OpenMemory = null });

        Assert.Empty(_engine.Turns);
        Assert.Empty(_bench.Recorded.Of("elaoms.engine.waiting"));
    }

    [Fact]
    public async Task Notices_of_a_newer_program_keep_nothing_from_being_swept()
    {
        Store(1);
        _bench.BeforeAccess = documents => documents == "notices" ? throw new NewerDocumentException("notice", 9, 1) : Task.CompletedTask;

        Assert.Equal(new ReconcilerResult(1, null, 0, 0) { IsAll = true }, await SweepAsync());

        Assert.Equal([1], _bench.Recorded.Of("elaoms.documents.newer{document=notice}"));
        Assert.Equal([0], _bench.Recorded.Of("elaoms.queue.unreadable"));
    }

    [Fact]
    public async Task Sweep_looks_whether_the_clock_has_jumped()
    {
        _bench.Clock.Jump(TimeSpan.FromHours(1));

        await SweepAsync();

        Assert.Equal([1], _bench.Recorded.Of("elaoms.clock.jumps{direction=forward}"));
    }

    [Fact]
    public async Task Span_of_a_sweep_says_how_many_were_enqueued()
    {
        Store(1);
        Store(2);
        using var spans = new RecordedSpans();
        using var work = new Activity("work").Start();

        await SweepAsync();

        Assert.Equal(2, (await spans.OneAsync(work.TraceId, "sweep")).GetTagItem("elaoms.enqueued"));
    }

    [Theory]
    [InlineData(true, ActivityStatusCode.Unset)]
    [InlineData(false, ActivityStatusCode.Error)]
    public async Task Span_of_a_sweep_that_fails_has_failed_unless_the_process_ends(bool isEnd, ActivityStatusCode status)
    {
        using var spans = new RecordedSpans();
        using var work = new Activity("work").Start();
        using var stop = new CancellationTokenSource();
        _bench.BeforeAccess = documents =>
        {
            if (documents != "notices")
                return Task.CompletedTask;
            if (isEnd)
                stop.Cancel();
            throw new IOException();
        };

        await Assert.ThrowsAsync<IOException>(() => Reconciler(_bench.Settings).ReconcileAsync(stop.Token));

        var span = await spans.OneAsync(work.TraceId, "sweep");
        Assert.Equal((status, isEnd ? null : "System.IO.IOException"), (span.Status, span.GetTagItem("error.type")));
    }

    private static (PayloadName Name, byte[] Bytes) Body(int number)
    {
        var body = LearningBench.Body(number, Sam);
        return (Storage.Stores.NameOf(body), body);
    }

    private PayloadName Store(int number, DateTimeOffset? at = null) => _bench.Store(Body(number).Bytes, at);

    private async Task AddTaskAsync(string number, DateTimeOffset notBefore)
        => await _bench.Tasks.WriteAsync(_bench.KeyOf(number), new IndexTask(notBefore, IsTaken: false, 0));

    private Task<ReconcilerResult> SweepAsync(ElaomsSettings? settings = null)
        => Reconciler(settings ?? _bench.Settings).ReconcileAsync(CancellationToken.None);

    // Nothing is known of an earlier comparison, so each compares everything.
    private Reconciler Reconciler(ElaomsSettings settings) => new(
        new ArchiveSweep(
            new MissingReceipts(
                _bench.Storage, _bench.Receipts, _bench.Storage, _bench.Storage, _bench.Outcomes, settings, _bench.Metrics, _bench.Clock,
                _bench.LoggerOf<MissingReceipts>()),
            new SegmentCollector(_bench.Heads, new DocumentsInMemory<RecordSegment>(), _bench.Metrics, _monitor, _bench.Clock),
            new AuditRetention(
                DispatchProxy.Create<IAuditStore, UntouchablePort>(), settings with { AuditRetentionDays = null }, _bench.Clock),
            new JobSweep(
                new StoredJobs(new DocumentsInMemory<JobList>(), new NoJobFiles(), _bench.Clock),
                _bench.Storage, settings, _bench.Metrics, _bench.Clock),
            new DocumentsInMemory<NextComparison>(),
            settings,
            _bench.Metrics,
            _bench.Clock,
            _bench.LoggerOf<ArchiveSweep>()),
        _bench.Receipts,
        _bench.Unreadable,
        _bench.Storage,
        new IndexCallers(_bench.Tasks, [_engine], _bench.Metrics, _bench.Clock, _bench.LoggerOf<IndexCallers>()),
        _bench.Changes,
        settings,
        _bench.Metrics,
        _monitor,
        _bench.LoggerOf<Reconciler>());
}
