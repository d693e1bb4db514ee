using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Records;
using Elaoms.Tests.Telemetry;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of segments that no head names, nor a page that a head names.</summary>
/// <param name="kind">The storage.</param>
/// <param name="hasPages">Whether the records have pages.</param>
public abstract class SegmentCollectorContract(StorageKind kind, bool hasPages) : StorageTests(kind)
{
    private const int Calls = 20;

    private static readonly CallerKey Key = CallerKey.Of(SampleRecords.Sam, "k"u8);
    private static readonly TimeSpan TwoDays = TimeSpan.FromDays(2);

    private readonly PageLimits _limits = hasPages ? new PageLimits(MaxInHead: 100, MaxInPage: 180) : PageLimits.Default;
    private readonly FixedClock _clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Segment_that_the_head_names_is_kept_however_old()
    {
        await TeachAsync(Calls);
        var named = await NamesAsync();
        Assert.NotEmpty(named);
        Assert.Equal(hasPages, (await Stores.HeadAsync(Key))!.Pages.Count > 1);
        _clock.Advance(TwoDays);

        Assert.Equal(0, await CollectAsync());

        Assert.Equal(named, await NamesAsync());
        Assert.Equal(Calls, (await Stores.Records.ReadAsync(Key, CancellationToken.None))!.Value.Calls.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Segment_that_nobody_names_is_removed_when_it_is_a_day_old(bool hasHead)
    {
        if (hasHead)
            await TeachAsync(Calls);
        var named = await NamesAsync();
        Assert.Equal(hasHead, named.Count > 0);
        await AddUnnamedAsync();
        await AddUnnamedAsync();
        var all = await NamesAsync();

        _clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await CollectAsync());
        Assert.Equal(all, await NamesAsync());

        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(2, await CollectAsync());
        Assert.Equal(named, await NamesAsync());
        Assert.Equal(0, await CollectAsync());
    }

    [Fact]
    public async Task Young_segment_of_a_caller_with_an_old_one_is_kept()
    {
        await AddUnnamedAsync();
        _clock.Advance(TwoDays);
        var young = await AddUnnamedAsync();

        Assert.Equal(1, await CollectAsync());

        Assert.Equal([young], await NamesAsync());
    }

    [Fact]
    public async Task Segments_of_several_callers_are_told_apart()
    {
        // One caller's key begins with the other's.
        var other = new CallerKey(Key.Value + "0");
        await TeachAsync(Calls);
        await AddUnnamedAsync(other);
        var named = await NamesAsync();
        _clock.Advance(TwoDays);

        Assert.Equal(1, await CollectAsync());

        Assert.Equal(named, await NamesAsync());
        Assert.Empty(await NamesAsync(other));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_writer_commits_before_the_listing_or_between_it_and_the_head_is_kept(bool beforeListing)
    {
        await TeachAsync(Calls);
        var (written, mayCommit) = (new TaskCompletionSource(), new TaskCompletionSource());
        var segments = new InterruptedDocuments<RecordSegment>(Stores.Segments)
        {
            AfterWrite = () =>
            {
                written.TrySetResult();
                return mayCommit.Task;
            },
        };
        var records = RecordsOf(segments);
        var writing = TeachAsync(Calls, records, from: Calls);
        await written.Task;
        _clock.Advance(TwoDays);

        var removed = await (beforeListing
            ? CollectAsync(segments: new InterruptedDocuments<RecordSegment>(Stores.Segments, CommitAsync))
            : CollectAsync(heads: new InterruptedDocuments<RecordHead>(Stores.Callers, CommitAsync)));

        // At most what the writer itself deletes.
        Assert.InRange(removed, 0, Calls);
        Assert.Equal(2 * Calls, (await Stores.Records.ReadAsync(Key, CancellationToken.None))!.Value.Calls.Count);
        Assert.Equal(await Stores.NamedAsync(Key), await NamesAsync());

        async Task CommitAsync()
        {
            mayCommit.TrySetResult();
            await writing;
        }
    }

    [Fact]
    public async Task Segments_whose_head_a_newer_program_wrote_are_kept()
    {
        await TeachAsync(Calls);
        await AddUnnamedAsync();
        var all = await NamesAsync();
        var head = Encoding.UTF8.GetString((await StoredBytes.Record(Key).ReadAsync(Stores))!);
        await StoredBytes.Record(Key).WriteAsync(
            Stores, Encoding.UTF8.GetBytes(head.Replace(
                hasPages ? "\"version\":3" : "\"version\":2", $"\"version\":{RecordHead.CurrentVersion + 1}", StringComparison.Ordinal)));
        _clock.Advance(TwoDays);
        await using var later = Storage.Open(_clock);
        using var metrics = new RecordedMetrics(later.Get<ElaomsMetrics>());

        Assert.Equal(0, await later.Get<SegmentCollector>().CollectAsync(CancellationToken.None));

        Assert.Equal(all, await NamesAsync());
        Assert.Equal(1, metrics.Sum("elaoms.documents.newer{document=record}"));
    }

    [Fact]
    public async Task Nothing_is_removed_while_it_can_not_be_told_what_a_page_lists()
    {
        if (!hasPages)
            return;
        await TeachAsync(Calls);
        await AddUnnamedAsync();
        var page = $"{Key.Value}/{(await Stores.HeadAsync(Key))!.Pages[0].Name}";
        var listed = (await Stores.Segments.ReadAsync(page, CancellationToken.None))!;
        await Stores.Segments.DeleteAsync(page, CancellationToken.None);
        _clock.Advance(TwoDays);

        Assert.Equal(0, await CollectAsync());

        await Stores.Segments.WriteAsync(page, listed.Value);
        Assert.Equal(1, await CollectAsync());
    }

    [Fact]
    public async Task Page_that_a_writer_replaces_while_it_is_read_is_read_anew()
    {
        if (!hasPages)
            return;
        await TeachAsync(Calls);
        await AddUnnamedAsync();
        var page = $"{Key.Value}/{(await Stores.HeadAsync(Key))!.Pages[0].Name}";
        _clock.Advance(TwoDays);
        var accesses = 0;
        var segments = new InterruptedDocuments<RecordSegment>(Stores.Segments, async () =>
        {
            // The first access is the listing, the second reads a page.
            if (++accesses != 2)
                return;
            await RecordsOf(Stores.Segments).ForgetAsync(Key, "c00", new PayloadVersion(9, ""), CancellationToken.None);
        });

        // With what the writer itself deletes.
        Assert.InRange(await CollectAsync(segments: segments), 1, 3);

        Assert.Equal(await Stores.NamedAsync(Key), await NamesAsync());
        Assert.DoesNotContain(page, await NamesAsync());
    }

    [Fact]
    public async Task Clock_that_was_put_ahead_makes_no_segment_old()
    {
        await using var process = Storage.Open(_clock);
        var (collector, monitor) = (process.Get<SegmentCollector>(), process.Get<ClockMonitor>());
        await AddUnnamedAsync();
        _clock.Jump(TwoDays);
        monitor.Look();

        Assert.Equal(0, await collector.CollectAsync(CancellationToken.None));

        _clock.Advance(TwoDays);
        Assert.Equal(1, await collector.CollectAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_is_not_named_like_a_segment_is_kept()
    {
        var name = $"{Key.Value}/somebody-else-s";
        await Stores.Segments.WriteAsync(name, RecordSegment.Empty);
        _clock.Advance(TwoDays);

        Assert.Equal(0, await CollectAsync());

        Assert.Equal([name], await NamesAsync());
    }

    private async Task<int> CollectAsync(
        InterruptedDocuments<RecordHead>? heads = null, InterruptedDocuments<RecordSegment>? segments = null)
    {
        await using var later = Storage.Open(_clock);
        var collector = new SegmentCollector(
            heads ?? new InterruptedDocuments<RecordHead>(later.Callers),
            segments ?? new InterruptedDocuments<RecordSegment>(later.Segments),
            later.Get<ElaomsMetrics>(),
            later.Get<ClockMonitor>(),
            _clock);
        return await collector.CollectAsync(CancellationToken.None);
    }

    private async Task TeachAsync(int calls, CallerRecords? records = null, int from = 0)
    {
        records ??= RecordsOf(Stores.Segments);
        for (var i = from; i < from + calls; i++)
        {
            var call = SampleRecords.Extracted($"c{i:D2}", i);
            var memory = call.Memories[0];
            call = call with
            {
                Memories =
                [
                    .. Enumerable.Range(0, 9).Select(turn => memory with { Id = $"{i}-{turn}", Text = new string('x', 1000), Turn = turn }),
                ],
            };
            await records.ApplyAsync(Key, SampleRecords.Sam, [call], CancellationToken.None);
        }
    }

    private async Task<string> AddUnnamedAsync(CallerKey? caller = null)
    {
        var name = $"{(caller ?? Key).Value}/{SegmentNames.New(_clock.GetUtcNow())}";
        await Stores.Segments.WriteAsync(name, RecordSegment.Empty);
        return name;
    }

    private Task<List<string>> NamesAsync(CallerKey? caller = null) => Stores.SegmentsAsync(caller ?? Key);

    private CallerRecords RecordsOf(IDocumentStore<RecordSegment> segments)
        => new(Stores.Callers, segments, Stores.Profiles, new PartIndexWriter(), _clock) { PageLimits = _limits };
}
