using Elaoms.Core.Calls;
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
        var reads = new System.Collections.Concurrent.ConcurrentBag<string>();
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

    private async Task TeachAsync(int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            var call = SampleRecords.Extracted($"c{i:D2}", i);
            var turns = Enumerable.Range(0, 10).Select(turn => call.Memories[0] with
            {
                Id = $"c{i:D2}-turn-{turn}",
                Text = $"thing {i} of turn{turn} {new string('x', 600)}",
                Turn = turn,
            });
            await Stores.Records.ApplyAsync(Key, SampleRecords.Sam, [call with { Memories = [.. turns] }], CancellationToken.None);
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
