using System.Collections.Concurrent;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Search;
using Elaoms.Core.Storage;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Search.Ranking;

public sealed class CallerIndexesTests() : StorageTests(StorageKind.Embedded)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly CallerKey Key = CallerKey.Of(SampleRecords.Sam, "k"u8);

    [Fact]
    public async Task Index_is_kept_until_the_record_changes_and_gone_with_it()
    {
        var indexes = new CallerIndexes(Stores.Records, Storage.Clock);
        Assert.Null(await indexes.GetAsync(Key, Patience, CancellationToken.None));

        await Stores.Callers.TryWriteAsync(Key, SampleRecords.With(("plan", "gold")).Head(), null, CancellationToken.None);
        var first = await indexes.GetAsync(Key, Patience, CancellationToken.None);
        Assert.Equal("gold", first!.Profile.Facts["plan"]);
        Assert.Same(first, await indexes.GetAsync(Key, Patience, CancellationToken.None));

        await Stores.Callers.TryWriteAsync(
            Key, SampleRecords.With(("plan", "tin")).Head(), await Stores.Callers.ReadETagAsync(Key, CancellationToken.None),
            CancellationToken.None);
        Assert.Equal("tin", (await indexes.GetAsync(Key, Patience, CancellationToken.None))!.Profile.Facts["plan"]);

        Assert.True(await Stores.Callers.TryDeleteAsync(
            Key, (await Stores.Callers.ReadETagAsync(Key, CancellationToken.None))!, CancellationToken.None));
        Assert.Null(await indexes.GetAsync(Key, Patience, CancellationToken.None));
    }

    [Fact]
    public async Task Indexes_are_kept_up_to_a_size_and_the_least_used_goes_first()
    {
        // Three fit.
        var indexes = new CallerIndexes(Records(300 << 10), Storage.Clock, maxBytes: 1 << 20);
        var first = await indexes.GetAsync(new CallerKey("1"), Patience, CancellationToken.None);
        var second = await indexes.GetAsync(new CallerKey("2"), Patience, CancellationToken.None);
        await indexes.GetAsync(new CallerKey("3"), Patience, CancellationToken.None);
        Assert.Same(first, await indexes.GetAsync(new CallerKey("1"), Patience, CancellationToken.None));

        await indexes.GetAsync(new CallerKey("4"), Patience, CancellationToken.None);

        Assert.Same(first, await indexes.GetAsync(new CallerKey("1"), Patience, CancellationToken.None));
        Assert.NotSame(second, await indexes.GetAsync(new CallerKey("2"), Patience, CancellationToken.None));
    }

    [Fact]
    public async Task Index_larger_than_the_bound_is_given_and_not_kept()
    {
        var indexes = new CallerIndexes(Records(1 << 20), Storage.Clock, maxBytes: 1 << 20);

        var one = await indexes.GetAsync(Key, Patience, CancellationToken.None);

        Assert.NotNull(one);
        Assert.NotSame(one, await indexes.GetAsync(Key, Patience, CancellationToken.None));
    }

    [Fact]
    public async Task Small_record_on_the_own_disk_is_kept_when_it_is_searched_again()
    {
        await TeachAsync(0, 1);
        using var indexes = new CallerIndexes(
            Stores.Records, Storage.Clock, storage: new StorageTraits(LearningLanes: 1, IsRemote: false));

        var first = await indexes.GetAsync(Key, Patience, CancellationToken.None);

        Assert.Equal(0, indexes.Count);
        var second = await indexes.GetAsync(Key, Patience, CancellationToken.None);
        Assert.NotSame(first, second);
        Assert.Same(second, await indexes.GetAsync(Key, Patience, CancellationToken.None));
    }

    [Fact]
    public async Task Small_record_on_the_own_disk_is_not_kept_when_more_of_others_than_fits_was_searched_between()
    {
        CallerKey[] callers = [.. Enumerable.Range(0, 4).Select(number => new CallerKey($"{number}"))];
        foreach (var caller in callers)
            await TeachAsync(0, 1, key: caller);
        var bytes = (await new CallerIndexes(Stores.Records, Storage.Clock).GetAsync(callers[0], Patience, CancellationToken.None))!.Bytes;
        using var indexes = new CallerIndexes(
            Stores.Records, Storage.Clock, bytes * 3, new StorageTraits(LearningLanes: 1, IsRemote: false));

        foreach (var caller in (CallerKey[])[.. callers, .. callers])
            await indexes.GetAsync(caller, Patience, CancellationToken.None);

        Assert.Equal(0, indexes.Count);
        await indexes.GetAsync(callers[^1], Patience, CancellationToken.None);
        Assert.Equal(1, indexes.Count);
    }

    [Fact]
    public async Task Large_record_on_the_own_disk_is_kept_at_once()
    {
        await TeachAsync(0, 40);
        using var indexes = new CallerIndexes(
            Stores.Records, Storage.Clock, storage: new StorageTraits(LearningLanes: 1, IsRemote: false));

        var first = await indexes.GetAsync(Key, Patience, CancellationToken.None);

        Assert.Same(first, await indexes.GetAsync(Key, Patience, CancellationToken.None));
    }

    [Fact]
    public async Task Large_record_is_answered_from_its_newest_parts_in_time_and_whole_at_the_next_search()
    {
        await TeachAsync(0, 40);
        var slow = new TaskCompletionSource();
        var reads = new List<string>();
        var segments = new InterruptedDocuments<RecordSegment>(Stores.Segments, () => reads.Count > 2 ? slow.Task : Task.CompletedTask)
        {
            OnRead = reads.Add,
        };
        using var indexes = new CallerIndexes(
            new CallerRecords(Stores.Callers, segments, Stores.Profiles, new PartIndexWriter(), Storage.Clock), TimeProvider.System);

        var partial = await indexes.GetAsync(Key, TimeSpan.FromMilliseconds(50), CancellationToken.None);

        Assert.True(partial!.IsPartial);
        Assert.NotEmpty(partial.Search("thing 39", 1));
        Assert.Equal("thing 38", Assert.Single(partial.Search("38", 1)).Memory.Text[..8]);
        Assert.DoesNotContain(partial.Search("0", 1), found => found.Memory.Text.StartsWith("thing 0 ", StringComparison.Ordinal));
        slow.SetResult();
        var whole = await indexes.GetAsync(Key, Patience, CancellationToken.None);
        Assert.False(whole!.IsPartial);
        Assert.Equal("thing 0 ", Assert.Single(whole.Search("0", 1)).Memory.Text[..8]);
        Assert.Distinct(reads);
    }

    [Fact]
    public async Task Searches_at_once_read_the_parts_once_and_one_after_a_further_call_reads_only_what_is_new()
    {
        await TeachAsync(0, 40);
        var reads = new ConcurrentBag<string>();
        var segments = new InterruptedDocuments<RecordSegment>(Stores.Segments) { OnRead = reads.Add };
        using var indexes = new CallerIndexes(
            new CallerRecords(Stores.Callers, segments, Stores.Profiles, new PartIndexWriter(), Storage.Clock), TimeProvider.System);

        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () => await indexes.GetAsync(Key, Patience, CancellationToken.None))));

        Assert.Single(found.Distinct());
        Assert.Distinct(reads);
        var parts = reads.Count;
        Assert.InRange(parts, 2, 40);
        await TeachAsync(40, 41);
        Assert.Single((await indexes.GetAsync(Key, Patience, CancellationToken.None))!.Search("thing 40", 1));
        Assert.InRange(reads.Count, parts, parts + 1);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(0.5, 1)]
    public async Task Room_for_a_large_record_is_made_before_it_is_read_unless_it_does_not_fit_at_all(double fit, int kept)
    {
        var small = new CallerKey("small");
        await TeachAsync(0, 1, key: small);
        await TeachAsync(0, 20, letters: 6_000);
        var parts = (await Stores.Callers.ReadAsync(Key, CancellationToken.None))!.Value.Segments.Count;
        var during = new ConcurrentQueue<int>();
        CallerIndexes? indexes = null;
        var segments = new InterruptedDocuments<RecordSegment>(Stores.Segments) { OnRead = _ => during.Enqueue(indexes!.Count) };
        using var owned = indexes = new CallerIndexes(
            new CallerRecords(Stores.Callers, segments, Stores.Profiles, new PartIndexWriter(), Storage.Clock),
            Storage.Clock,
            (long)(fit * parts * CallerIndexes.BytesOfPart));
        await indexes.GetAsync(small, Patience, CancellationToken.None);
        Assert.Equal(1, indexes.Count);

        var large = await indexes.GetAsync(Key, Patience, CancellationToken.None);

        Assert.StartsWith("thing 7 ", Assert.Single(large!.Search("thing 7", 1)).Memory.Text, StringComparison.Ordinal);
        Assert.InRange(parts, 16, 20);
        Assert.Equal(parts, during.Count);
        Assert.All(during, count => Assert.Equal(kept, count));
    }

    [Fact]
    public async Task Record_with_pages_is_answered_from_what_its_head_lists_in_time_and_whole_at_the_next_search()
    {
        var records = RecordsWithPages(Stores.Segments);
        await TeachAsync(0, 30, records);
        var head = (await Stores.Callers.ReadAsync(Key, CancellationToken.None))!.Value;
        Assert.InRange(head.Pages.Count, 2, 10);
        var slow = new TaskCompletionSource();
        var reads = new ConcurrentQueue<string>();
        var segments = new InterruptedDocuments<RecordSegment>(
            Stores.Segments, () => reads.Count > head.Segments.Count ? slow.Task : Task.CompletedTask)
        {
            OnRead = reads.Enqueue,
        };
        using var indexes = new CallerIndexes(RecordsWithPages(segments), TimeProvider.System);

        var partial = await indexes.GetAsync(Key, TimeSpan.FromMilliseconds(50), CancellationToken.None);

        Assert.True(partial!.IsPartial);
        Assert.Equal("thing 28", Assert.Single(partial.Search("28", 1)).Memory.Text[..8]);
        Assert.DoesNotContain(partial.Search("0", 1), found => found.Memory.Text.StartsWith("thing 0 ", StringComparison.Ordinal));
        Assert.Equal(
            head.Segments.Select(segment => segment.Name).Reverse(), reads.Take(head.Segments.Count).Select(name => name.Split('/')[1]));
        slow.SetResult();
        var whole = await indexes.GetAsync(Key, Patience, CancellationToken.None);
        Assert.False(whole!.IsPartial);
        Assert.Equal("thing 0 ", Assert.Single(whole.Search("0", 1)).Memory.Text[..8]);
        Assert.Distinct(reads);
    }

    [Fact]
    public async Task Search_of_a_record_with_pages_finds_what_one_without_them_does()
    {
        await TeachAsync(0, 30);
        using var plain = new CallerIndexes(Stores.Records, TimeProvider.System);
        var expected = await FoundAsync(plain);
        // The next call moves the older segments into pages.
        await TeachAsync(30, 31, RecordsWithPages(Stores.Segments));
        Assert.NotEmpty((await Stores.Callers.ReadAsync(Key, CancellationToken.None))!.Value.Pages);
        await Stores.Records.ForgetAsync(Key, "c30", new PayloadVersion(9, ""), CancellationToken.None);
        using var paged = new CallerIndexes(Stores.Records, TimeProvider.System);

        Assert.Equal(expected, await FoundAsync(paged));

        static async Task<List<string>> FoundAsync(CallerIndexes indexes)
        {
            var index = (await indexes.GetAsync(Key, Patience, CancellationToken.None))!;
            Assert.False(index.IsPartial);
            return [.. ((string[])["thing 3", "turn5", "29", ""]).SelectMany(query => index.Search(query, 20))
                .Select(found => $"{found.Memory.Id} {found.Relevance:R}")];
        }
    }

    [Fact]
    public async Task Search_after_a_further_call_reads_of_a_record_with_pages_only_what_is_new()
    {
        await TeachAsync(0, 30, RecordsWithPages(Stores.Segments));
        var reads = new ConcurrentQueue<string>();
        var segments = new InterruptedDocuments<RecordSegment>(Stores.Segments) { OnRead = reads.Enqueue };
        using var indexes = new CallerIndexes(RecordsWithPages(segments), TimeProvider.System);
        await indexes.GetAsync(Key, Patience, CancellationToken.None);
        var (before, pages) = (reads.ToList(), await PagesAsync());

        // As long as it takes until a page is written.
        for (var next = 30; (await PagesAsync()).SequenceEqual(pages); next++)
        {
            await TeachAsync(next, next + 1, RecordsWithPages(Stores.Segments));
            var had = reads.Count;
            var index = (await indexes.GetAsync(Key, Patience, CancellationToken.None))!;

            Assert.False(index.IsPartial);
            Assert.Single(index.Search($"thing {next}", 1));
            // A segment that was added to, and a page.
            Assert.InRange(reads.Count - had, 0, 2);
        }

        Assert.Distinct(reads);
        Assert.True(reads.Count > before.Count);

        async Task<List<PageEntry>> PagesAsync() => [.. (await Stores.Callers.ReadAsync(Key, CancellationToken.None))!.Value.Pages];
    }

    private CallerRecords RecordsWithPages(IDocumentStore<RecordSegment> segments)
        => new(Stores.Callers, segments, Stores.Profiles, new PartIndexWriter(), Storage.Clock)
        {
            PageLimits = new PageLimits(MaxInHead: 160, MaxInPage: 170),
        };

    private async Task TeachAsync(int first, int end, CallerRecords? records = null, CallerKey? key = null, int letters = 600)
    {
        for (var i = first; i < end; i++)
        {
            var call = SampleRecords.Extracted($"c{i:D2}", i);
            var turns = Enumerable.Range(0, 10).Select(turn => call.Memories[0] with
            {
                Id = $"c{i:D2}-turn-{turn}",
                Text = $"thing {i} of turn{turn} {new string('x', letters)}",
                Turn = turn,
            });
            await (records ?? Stores.Records).ApplyAsync(
                key ?? Key, SampleRecords.Sam, [call with { Memories = [.. turns] }], CancellationToken.None);
        }
    }

    private static CallerRecords Records(int bytes)
    {
        var call = SampleRecords.Extracted("c1", 1);
        var record = SampleRecords.Empty.With(call with { Memories = [call.Memories[0] with { Text = new string('x', bytes) }] });
        return RecordHeads.Of(new DisturbedDocuments<RecordHead>(
            () => true, Task.FromResult<Versioned<RecordHead>?>(new Versioned<RecordHead>(record.Head(), "1", bytes)), "1"));
    }
}
