using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Records;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of records of so many segments that the head does not list them all.</summary>
public abstract class RecordPagesContract(StorageKind kind) : StorageTests(kind)
{
    private const int MaxPartBytes = 128 << 10;

    private static readonly CallerKey Key = CallerKey.Of(SampleRecords.Sam, "k"u8);
    private static readonly PayloadVersion Last = new(9, "");

    // Three or four segments are listed by the head, and three by a page.
    private static readonly PageLimits Tiny = new(MaxInHead: 280, MaxInPage: 240);

    private static readonly TimeSpan OfNewPages = TimeSpan.FromHours(2);

    // Nearly each call gets a segment of its own. Several are one change, as when calls are learned again.
    private static readonly Gen<List<RecordStep>> Changes =
        (from what in Gen.Frequency((8, Gen.Constant(true)), (3, Gen.Constant(false)))
         from conversation in Gen.Choose(0, 24)
         from hour in Gen.Choose(0, 59)
         from version in Gen.Choose(0, 2)
         from kilobytes in Gen.Elements(9, 30)
         select new RecordStep(what, conversation, hour, version, kilobytes)).ListOf().Where(steps => steps.Count is > 0 and < 4);

    private readonly FixedClock _clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public void Record_with_pages_is_the_record_without_them() => Property.CheckFew(Changes.ListOf(30), async changes =>
    {
        var (paged, plain) = (new CallerKey(Guid.NewGuid().ToString("N")), new CallerKey(Guid.NewGuid().ToString("N")));
        var (records, record, claimed) = (RecordsOf(Tiny), SampleRecords.Empty, new HashSet<int>());
        foreach (var steps in changes)
        {
            _clock.Advance(OfNewPages);
            foreach (var (key, on) in ((CallerKey, CallerRecords)[])[(paged, records), (plain, Stores.Records)])
                await ChangeAsync(on, key, steps, claimed);
            record = steps.Where(step => step.IsTaught == steps[0].IsTaught)
                .Aggregate(record, (all, step) => step.IsTaught ? all.With(step.Call()) : all.Without(step.Call().Call.ConversationId));
            claimed.UnionWith(steps.Select(step => step.Conversation));
        }

        await Stores.HoldsAsync(paged, record);
        await Stores.HoldsAsync(plain, record);
        Assert.Equal((await Stores.HeadAsync(plain))?.Revision, (await Stores.HeadAsync(paged))?.Revision);
    });

    [Fact]
    public async Task Head_of_a_million_turns_is_below_128_kilobytes_and_a_call_reads_and_writes_it_and_a_segment_at_most()
    {
        await TeachAsync(RecordsOf(PageLimits.Default), 0, 10);
        await ListBeforeAsync(segments: 6_000);
        var counted = new CountedParts(Stores, PageLimits.Default, _clock);

        // The head of before is too large, and is divided.
        await TeachAsync(counted.Records, 10, 11);

        Assert.InRange(counted.Largest, 1, MaxPartBytes);
        var head = (await Stores.HeadAsync(Key))!;
        Assert.Equal(6_000 * 17 + 11, head.CallCount);
        Assert.InRange(head.Pages.Count, 2, 8);
        _clock.Advance(OfNewPages);
        for (var i = 11; i < 40; i++)
        {
            counted.Reset();
            await TeachAsync(counted.Records, i, i + 1);

            Assert.InRange(counted.Reads, 1, 2);
            Assert.InRange(counted.Writes, 1, 2);
            Assert.InRange((await Stores.Callers.ReadAsync(Key, CancellationToken.None))!.SizeBytes, 1, 80 << 10);
        }

        Assert.Equal(6_000 * 17 + 40, (await Stores.HeadAsync(Key))!.CallCount);
    }

    [Theory]
    // Thirty things hold that were said at length: what is made of them has room beside a short list alone.
    [InlineData(0, 1, 850, 115, true, 40, 1)]
    [InlineData(120, 1, 850, 115, false, 150, 1)]
    // Two hundred things hold that were said shortly: what is made of them is too long anyway, and pages list more.
    [InlineData(300, 12, 1, 90, false, 60, 1)]
    // The newest call is longer.
    [InlineData(300, 12, 1, 130, false, 150, 0)]
    public async Task Head_that_has_no_room_for_all_leaves_out_its_digest_and_then_has_pages_list_more_and_then_moves_its_calls(
        int listed, int facts, int ofQuote, int turns, bool hasDigest, int mostListed, int calls)
    {
        var records = RecordsOf(PageLimits.Default);
        await TeachAsync(records, 0, 10);
        for (var i = 10; i < 50; i++)
            await TeachLongAsync(i, ofTurns: 1);
        await ListBeforeAsync(listed);

        await TeachLongAsync(50, turns);

        var stored = (await Stores.Callers.ReadAsync(Key, CancellationToken.None))!;
        Assert.InRange(stored.SizeBytes, 64 << 10, MaxPartBytes);
        Assert.Equal(calls, stored.Value.Calls.Count);
        Assert.Equal(hasDigest, stored.Value.Digest is not null);
        Assert.InRange(stored.Value.Segments.Count, 1, mostListed);

        Task TeachLongAsync(int number, int ofTurns)
        {
            var call = new RecordStep(IsTaught: true, number, number, 0, Kilobytes: 1).Call();
            call = call with
            {
                Call = call.Call with { Summary = new string(number == 49 ? '話' : 'é', 8_000) },
                Facts = [.. Enumerable.Range(0, facts).Select(turn => RecordStep.Fact($"likes = {number}x{turn}", 0, call.Call) with
                {
                    Source = new FactSource(call.Call.ConversationId, FactSource.Statement, Turn: 0, new string('q', ofQuote)),
                })],
                Memories = [.. Enumerable.Range(0, ofTurns).Select(turn => call.Memories[0] with
                {
                    Id = $"other-{turn}",
                    Text = $"a{turn} b{turn} c{turn} d{turn}",
                    Turn = turn,
                })],
            };
            return records.ApplyAsync(Key, SampleRecords.Sam, [call], CancellationToken.None);
        }
    }

    [Fact]
    public async Task Pages_are_filled_before_another_is_begun()
    {
        await TeachAsync(RecordsOf(PageLimits.Default), 0, 10);
        await ListBeforeAsync(segments: 300);
        await TeachAsync(RecordsOf(PageLimits.Default), 10, 11);
        var first = Assert.Single((await Stores.HeadAsync(Key))!.Pages);
        await ListBeforeAsync(segments: 200);

        await TeachAsync(RecordsOf(PageLimits.Default), 11, 12);

        var page = Assert.Single((await Stores.HeadAsync(Key))!.Pages);
        Assert.InRange(page.Segments, first.Segments + 100, 500);
        Assert.NotEqual(first.Name, page.Name);
    }

    [Fact]
    public async Task Call_of_a_conversation_that_was_never_claimed_reads_no_page_and_any_other_reads_them()
    {
        await TeachAsync(RecordsOf(Tiny), 0, 20);
        var (reads, next) = (new List<string>(), 20);
        var records = RecordsOf(Tiny, reads.Add);
        var pages = (await Stores.HeadAsync(Key))!.Pages.Select(page => $"{Key.Value}/{page.Name}").ToList();
        Assert.True(pages.Count > 3);

        // As if they had been made just now, by a clock that is not ours.
        await TeachNextAsync(_clock.GetUtcNow());
        Assert.NotEmpty(reads.Intersect(pages, StringComparer.Ordinal));

        reads.Clear();
        _clock.Advance(OfNewPages);
        await TeachNextAsync(_clock.GetUtcNow());
        Assert.Empty(reads.Intersect(pages, StringComparer.Ordinal));

        await TeachNextAsync(firstClaimedAt: null);
        Assert.NotEmpty(reads.Intersect(pages, StringComparer.Ordinal));

        Task TeachNextAsync(DateTimeOffset? firstClaimedAt) => records.ApplyAsync(
            Key,
            SampleRecords.Sam,
            [new RecordStep(IsTaught: true, next, next++, 0, Kilobytes: 1).Call() with { FirstClaimedAt = firstClaimedAt }],
            CancellationToken.None);
    }

    [Fact]
    public async Task Conversation_in_a_page_is_replaced_and_taken_out_by_writing_its_segment_and_its_page()
    {
        await TeachAsync(RecordsOf(Tiny), 0, 20);
        var record = RecordOf(20);
        var before = await Stores.NamedAsync(Key);
        var counted = new CountedParts(Stores, Tiny, _clock);

        record = record.Without("c01");
        await counted.Records.ForgetAsync(Key, "c01", Last, CancellationToken.None);

        await Stores.HoldsAsync(Key, record);
        // The page. Its segment held nothing else.
        Assert.Single((await Stores.NamedAsync(Key)).Except(before, StringComparer.Ordinal));
        Assert.Equal(2, counted.Writes);
        Assert.Equal(1, record.With(Newer(1)).Calls.Count(call => call.ConversationId == "c01"));

        record = record.With(Newer(2));
        await counted.Records.ApplyAsync(Key, SampleRecords.Sam, [Newer(2)], CancellationToken.None);
        // It supersedes nothing.
        await counted.Records.ApplyAsync(Key, SampleRecords.Sam, [Call(3)], CancellationToken.None);

        await Stores.HoldsAsync(Key, record);
    }

    [Fact]
    public async Task Page_of_which_every_conversation_is_taken_out_is_gone()
    {
        await TeachAsync(RecordsOf(Tiny), 0, 20);
        var pages = (await Stores.HeadAsync(Key))!.Pages.Count;

        for (var i = 0; i < 6; i++)
            await RecordsOf(Tiny).ForgetAsync(Key, $"c{i:D2}", Last, CancellationToken.None);

        Assert.InRange((await Stores.HeadAsync(Key))!.Pages.Count, 1, pages - 1);
        await Stores.HoldsAsync(
            Key, Enumerable.Range(0, 6).Aggregate(RecordOf(20), (record, i) => record.Without($"c{i:D2}")));
    }

    [Fact]
    public async Task Head_from_before_pages_is_read_and_gets_them_when_it_is_next_taught()
    {
        await TeachAsync(Stores.Records, 0, 20);
        var before = (await Stores.HeadAsync(Key))!;
        Assert.Equal((2, 0), (before.Version, before.Pages.Count));
        Assert.Equal(RecordOf(20).Text(), (await RecordsOf(Tiny).ReadAsync(Key, CancellationToken.None))!.Value.Text());

        await TeachAsync(RecordsOf(Tiny), 20, 21);

        var after = (await Stores.HeadAsync(Key))!;
        Assert.Equal(3, after.Version);
        Assert.True(after.Pages.Count >= 3);
        await Stores.HoldsAsync(Key, RecordOf(21));
    }

    [Fact]
    public async Task Record_of_the_first_form_gets_pages_when_it_is_next_taught()
    {
        await Stores.Callers.WriteAsync(Key, RecordOf(20).FormerHead());

        await TeachAsync(RecordsOf(Tiny), 20, 21);

        Assert.NotEmpty((await Stores.HeadAsync(Key))!.Pages);
        await Stores.HoldsAsync(Key, RecordOf(21));
    }

    [Fact]
    public async Task Calls_taught_replaced_and_taken_out_by_two_processes_at_once_are_right_and_nothing_is_left_over()
    {
        await TeachAsync(RecordsOf(Tiny), 0, 12);
        await using var other = Storage.Open();
        CallerRecords[] writers = [RecordsOf(Tiny), RecordsOf(Tiny, stores: other)];

        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => i switch
        {
            < 4 => writers[i % 2].ApplyAsync(Key, SampleRecords.Sam, [Newer(i)], CancellationToken.None),
            < 8 => writers[i % 2].ForgetAsync(Key, $"c{i:D2}", Last, CancellationToken.None),
            < 12 => Task.CompletedTask,
            _ => writers[i % 2].ApplyAsync(Key, SampleRecords.Sam, [Call(i)], CancellationToken.None),
        })));

        var record = Enumerable.Range(0, 4).Aggregate(RecordOf(24), (all, i) => all.With(Newer(i)));
        await Stores.HoldsAsync(Key, Enumerable.Range(4, 4).Aggregate(record, (all, i) => all.Without($"c{i:D2}")));
    }

    [Fact]
    public async Task Record_is_read_as_it_is_when_a_writer_replaces_a_page_meanwhile()
    {
        await TeachAsync(RecordsOf(Tiny), 0, 20);
        var page = (await Stores.HeadAsync(Key))!.Pages[0].Name;
        var isReplaced = false;
        var segments = new InterruptedDocuments<RecordSegment>(Stores.Segments, async () =>
        {
            if (isReplaced)
                return;
            isReplaced = true;
            await RecordsOf(Tiny).ForgetAsync(Key, "c00", Last, CancellationToken.None);
        });
        var records = new CallerRecords(Stores.Callers, segments, Stores.Profiles, new PartIndexWriter(), _clock);

        var read = (await records.ReadAsync(Key, CancellationToken.None))!.Value;

        Assert.DoesNotContain(page, (await Stores.HeadAsync(Key))!.Pages.Select(named => named.Name));
        Assert.Equal(19, read.Calls.Count);
    }

    [Fact]
    public async Task Lost_page_is_a_fault_and_nothing_is_written()
    {
        await TeachAsync(RecordsOf(Tiny), 0, 20);
        var head = (await Stores.Callers.ReadAsync(Key, CancellationToken.None))!;
        await Stores.Segments.DeleteAsync($"{Key.Value}/{head.Value.Pages[0].Name}", CancellationToken.None);

        await Assert.ThrowsAnyAsync<IOException>(async () => await RecordsOf(Tiny).ReadAsync(Key, CancellationToken.None));
        await Assert.ThrowsAnyAsync<IOException>(
            () => RecordsOf(Tiny).ApplyAsync(Key, SampleRecords.Sam, [Newer(1)], CancellationToken.None));

        Assert.Equal(head.ETag, await Stores.Callers.ReadETagAsync(Key, CancellationToken.None));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Record_is_whole_wherever_a_change_was_cut_short_or_its_answer_lost(bool isDone, bool isOnlyAnswerLost)
    {
        // The last of them makes a page fuller, replaces what is in one, and takes out what is in another.
        HashSet<int> claimed = [.. Enumerable.Range(0, 12)];
        var steps = Enumerable.Range(0, 10).Select(i => (List<RecordStep>)[Step(i)]).Append([Step(10), Step(0, 1), Step(11)])
            .Append([Step(4) with { IsTaught = false }]).ToList();
        var expected = Enumerable.Range(0, 12).Where(i => i != 4).Aggregate(SampleRecords.Empty, (all, i) => all.With(Call(i)))
            .With(Step(0, 1).Call());
        for (var last = 0; ; last++)
        {
            var (key, changes) = (new CallerKey(Guid.NewGuid().ToString("N")), 0);
            bool IsLast() => changes++ == last;
            var heads = Interrupted(Stores.Callers);
            var segments = Interrupted(Stores.Segments);
            var records = new CallerRecords(heads, segments, Stores.Profiles, new PartIndexWriter(), _clock) { PageLimits = Tiny };

            foreach (var step in steps)
            {
                try
                {
                    await ChangeAsync(records, key, step, claimed);
                }
                catch (IOException)
                {
                    await ChangeAsync(RecordsOf(Tiny), key, step, claimed);
                }
            }

            Assert.Equal(
                (expected with { Revision = 0 }).Text(),
                ((await Stores.Records.ReadAsync(key, CancellationToken.None))!.Value with { Revision = 0 }).Text());
            Assert.NotEmpty((await Stores.HeadAsync(key))!.Pages);
            if (isOnlyAnswerLost)
                Assert.Equal(await Stores.NamedAsync(key), await Stores.SegmentsAsync(key));
            else
                Assert.Empty((await Stores.NamedAsync(key)).Except(await Stores.SegmentsAsync(key), StringComparer.Ordinal));
            if (changes <= last)
                break;

            InterruptedDocuments<T> Interrupted<T>(IDocumentStore<T> behind)
                where T : class, Core.Json.IStoredDocument
            {
                var documents = new InterruptedDocuments<T>(behind);
                if (isOnlyAnswerLost)
                    documents.LosesAnswer = IsLast;
                else if (isDone)
                    documents.AfterWrite = CutAsync;
                else
                    documents.BeforeWrite = CutAsync;
                return documents;
            }

            Task CutAsync() => IsLast() ? throw new IOException("Killed.") : Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Erased_caller_leaves_neither_pages_nor_segments()
    {
        await TeachAsync(RecordsOf(Tiny), 0, 20);
        Assert.NotEmpty((await Stores.HeadAsync(Key))!.Pages);

        Assert.True(await Stores.Records.TryDeleteAsync(
            Key, await Stores.Callers.ReadETagAsync(Key, CancellationToken.None), CancellationToken.None));

        Assert.Null(await Stores.HeadAsync(Key));
        Assert.Empty(await Stores.SegmentsAsync(Key));
    }

    [Fact]
    public async Task Conversations_in_pages_that_are_erased_one_by_one_leave_nothing()
    {
        await TeachAsync(RecordsOf(Tiny), 0, 15);

        for (var i = 0; i < 15; i++)
            await RecordsOf(Tiny).EraseAsync(Key, $"c{i:D2}", CancellationToken.None);

        Assert.Null(await Stores.HeadAsync(Key));
        Assert.Empty(await Stores.SegmentsAsync(Key));
        Assert.Null(await Stores.Profiles.ReadAsync(Key, CancellationToken.None));
    }

    private static RecordStep Step(int conversation, int version = 0)
        => new(IsTaught: true, conversation, conversation, version, Kilobytes: 30);

    private static ExtractedCall Call(int conversation) => Step(conversation).Call();

    private static ExtractedCall Newer(int conversation) => Step(conversation, version: 1).Call();

    private static CallerRecord RecordOf(int calls)
        => Enumerable.Range(0, calls).Aggregate(SampleRecords.Empty, (record, i) => record.With(Call(i)));

    private CallerRecords RecordsOf(PageLimits limits, Action<string>? onRead = null, Stores? stores = null)
    {
        stores ??= Stores;
        var segments = new InterruptedDocuments<RecordSegment>(stores.Segments) { OnRead = onRead ?? (_ => { }) };
        return new CallerRecords(stores.Callers, segments, stores.Profiles, new PartIndexWriter(), _clock) { PageLimits = limits };
    }

    private async Task TeachAsync(CallerRecords records, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            await records.ApplyAsync(
                Key, SampleRecords.Sam, [Call(i) with { FirstClaimedAt = _clock.GetUtcNow() }], CancellationToken.None);
        }
    }

    // Calls that are taught together are one change; so it is when calls are learned again.
    private async Task ChangeAsync(CallerRecords records, CallerKey key, List<RecordStep> steps, HashSet<int> claimed)
    {
        if (!steps[0].IsTaught)
        {
            foreach (var step in steps.Where(step => !step.IsTaught))
                await records.ForgetAsync(key, step.Call().Call.ConversationId, Last, CancellationToken.None);
            return;
        }

        var known = claimed.ToHashSet();
        var calls = steps.Where(step => step.IsTaught).Select(
            step => step.Call() with { FirstClaimedAt = known.Add(step.Conversation) ? _clock.GetUtcNow() : null });
        await records.ApplyAsync(key, SampleRecords.Sam, [.. calls], CancellationToken.None);
    }

    // As if so many more segments had been begun before the others, which nobody reads.
    private async Task ListBeforeAsync(int segments)
    {
        var stored = (await Stores.Callers.ReadAsync(Key, CancellationToken.None))!;
        var some = Enumerable.Range(0, segments).Select(_ => new SegmentEntry(
            SegmentNames.New(_clock.GetUtcNow()), Calls: 17, Memories: 187, Facts: 40, Bytes: 64_000, FixedClock.Start, FixedClock.Start,
            new byte[2 * 17], IsKindCertain: true));
        Assert.NotNull(await Stores.Callers.TryWriteAsync(
            Key, stored.Value with { Segments = [.. some, .. stored.Value.Segments] }, stored.ETag, CancellationToken.None));
    }
}
