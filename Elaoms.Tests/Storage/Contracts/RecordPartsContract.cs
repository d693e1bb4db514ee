using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Records;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of records that are larger than their head.</summary>
public abstract class RecordPartsContract(StorageKind kind) : StorageTests(kind)
{
    private const int MaxPartBytes = 128 << 10;

    private static readonly CallerKey Key = CallerKey.Of(SampleRecords.Sam, "k"u8);

    private static readonly Gen<RecordStep> Steps =
        from isTaught in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        from conversation in Gen.Choose(0, 29)
        from hour in Gen.Choose(0, 59)
        from version in Gen.Choose(0, 2)
        from kilobytes in Gen.Elements(1, 4, 9, 30)
        select new RecordStep(isTaught, conversation, hour, version, kilobytes);

    // Two months, so that some days are no longer among the newest.
    private static readonly Gen<RecordStep> StepsOfManyDays =
        from isTaught in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        from conversation in Gen.Choose(0, 79)
        from day in Gen.Choose(0, 60)
        from version in Gen.Choose(0, 2)
        select new RecordStep(isTaught, conversation, 24 * day, version, Kilobytes: 2);

    [Fact]
    public void Record_in_parts_is_the_record_that_the_calls_make() => IsTheRecordThatTheCallsMake(Steps.ListOf(40));

    [Fact]
    public void Record_of_many_days_is_the_record_that_the_calls_make() => IsTheRecordThatTheCallsMake(StepsOfManyDays.ListOf(120));

    private void IsTheRecordThatTheCallsMake(Gen<List<RecordStep>> all) => Property.CheckFew(all, async steps =>
    {
        var (key, record) = (new CallerKey(Guid.NewGuid().ToString("N")), SampleRecords.Empty);
        foreach (var step in steps)
        {
            var call = step.Call();
            if (step.IsTaught)
            {
                record = record.With(call);
                await Stores.Records.ApplyAsync(key, SampleRecords.Sam, [call], CancellationToken.None);
            }
            else
            {
                record = record.Without(call.Call.ConversationId);
                await Stores.Records.ForgetAsync(key, call.Call.ConversationId, new PayloadVersion(9, ""), CancellationToken.None);
            }
        }

        await HoldsAsync(key, record);
    });

    [Fact]
    public async Task Head_and_segments_stay_below_128_kilobytes_and_a_call_reads_and_writes_a_head_and_a_segment_at_most()
    {
        var (record, calls, counted) = (SampleRecords.Empty, 150, new CountedParts(Stores, PageLimits.Default, TimeProvider.System));
        for (var i = 0; i < calls; i++)
        {
            var call = new RecordStep(IsTaught: true, i, i, 0, Kilobytes: 5).Call();
            record = record.With(call);
            counted.Reset();
            await counted.Records.ApplyAsync(Key, SampleRecords.Sam, [call], CancellationToken.None);

            Assert.InRange(counted.Reads, 1, 2);
            Assert.InRange(counted.Writes, 1, 2);
            Assert.InRange(counted.Largest, 1, MaxPartBytes);
        }

        await HoldsAsync(Key, record);
        Assert.InRange((await HeadAsync(Key)).Segments.Count, calls * 5 / 128, calls * 5 / 40);
    }

    [Fact]
    public async Task Head_stays_small_when_a_call_comes_that_began_before_all_others()
    {
        var calls = Enumerable.Range(1, 400).Select(i => new RecordStep(IsTaught: true, i, i, 0, Kilobytes: 1).Call()).ToList();
        var record = calls.Aggregate(SampleRecords.Empty, (taught, call) => taught.With(call));
        await Stores.Records.ApplyAsync(Key, SampleRecords.Sam, calls, CancellationToken.None);
        var late = new RecordStep(IsTaught: true, 999, 0, 0, Kilobytes: 1).Call();

        await Stores.Records.ApplyAsync(Key, SampleRecords.Sam, [late], CancellationToken.None);

        await HoldsAsync(Key, record.With(late));
        Assert.InRange((await Stores.Callers.ReadAsync(Key, CancellationToken.None))!.SizeBytes, 1, MaxPartBytes);
    }

    [Fact]
    public async Task Record_of_the_first_form_is_read_and_divided_when_it_is_next_taught()
    {
        var record = Enumerable.Range(0, 60).Select(i => new RecordStep(IsTaught: true, i, i, 0, Kilobytes: 4).Call())
            .Aggregate(SampleRecords.Empty, (taught, call) => taught.With(call));
        await Stores.Callers.WriteAsync(Key, record.FormerHead());
        Assert.Equal(record.Text(), (await Stores.Records.ReadAsync(Key, CancellationToken.None))!.Value.Text());
        var next = new RecordStep(IsTaught: true, 60, 60, 0, Kilobytes: 4).Call();

        await Stores.Records.ApplyAsync(Key, SampleRecords.Sam, [next], CancellationToken.None);

        await HoldsAsync(Key, record.With(next));
        Assert.True((await HeadAsync(Key)).Segments.Count >= 3);
    }

    [Fact]
    public async Task Record_from_before_people_and_days_were_counted_counts_them_when_it_is_next_taught()
    {
        var record = SampleRecords.Empty;
        for (var i = 0; i < 90; i++)
        {
            var call = new RecordStep(IsTaught: true, i, 24 * i, 0, Kilobytes: 3).Call();
            // Guests of the first weeks, who never call again.
            if (i < 20)
            {
                var name = $"name = {(char)('A' + i)}{new string((char)('a' + i), 4)} Lund";
                call = call with { Facts = [RecordStep.Fact(name, 0, call.Call)] };
            }

            record = record.With(call);
            await Stores.Records.ApplyAsync(Key, SampleRecords.Sam, [call], CancellationToken.None);
        }

        var head = await HeadAsync(Key);
        var history = head.History;
        Assert.NotNull(history.Earlier?.People);
        await Stores.Callers.WriteAsync(
            Key, head with { History = history with { Days = null, Earlier = history.Earlier with { People = null } } });
        var before = (await HeadAsync(Key)).Overview();
        Assert.InRange(before.Known.PeopleOnLine, 1, 5);
        Assert.InRange(record.Known().PeopleOnLine, 20, 32);
        Assert.NotEmpty(before.BusiestDays);
        var next = new RecordStep(IsTaught: true, 90, 24 * 90, 0, Kilobytes: 3).Call();

        await Stores.Records.ApplyAsync(Key, SampleRecords.Sam, [next], CancellationToken.None);

        await HoldsAsync(Key, record.With(next));
    }

    [Fact]
    public async Task Calls_taught_by_two_processes_at_once_are_all_there_and_no_segment_is_left_over()
    {
        await using var other = Storage.Open();
        CallerRecords[] writers = [Stores.Records, other.Records];
        var calls = Enumerable.Range(0, 30).Select(i => new RecordStep(IsTaught: true, i, i, 0, Kilobytes: 9).Call()).ToList();

        await Task.WhenAll(calls.Select((call, i) => Task.Run(
            () => writers[i % 2].ApplyAsync(Key, SampleRecords.Sam, [call], CancellationToken.None))));

        await HoldsAsync(Key, calls.Aggregate(SampleRecords.Empty, (taught, call) => taught.With(call)));
    }

    [Fact]
    public async Task Record_is_whole_wherever_a_write_was_cut_short_or_its_answer_lost()
    {
        var calls = Enumerable.Range(0, 7).Select(i => new RecordStep(IsTaught: true, i, i, 0, Kilobytes: 9).Call()).ToList();
        var expected = calls.Aggregate(SampleRecords.Empty, (taught, call) => taught.With(call));
        foreach (var answerIsLost in (bool[])[false, true])
        {
            for (var last = 0; ; last++)
            {
                var (key, changes) = (new CallerKey(Guid.NewGuid().ToString("N")), 0);
                Task CutAsync() => changes++ == last ? throw new IOException("Killed.") : Task.CompletedTask;
                var heads = new InterruptedDocuments<RecordHead>(Stores.Callers);
                var segments = new InterruptedDocuments<RecordSegment>(Stores.Segments);
                if (answerIsLost)
                    heads.AfterWrite = segments.AfterWrite = CutAsync;
                else
                    heads.BeforeWrite = segments.BeforeWrite = CutAsync;
                var records = new CallerRecords(heads, segments, Stores.Profiles, new PartIndexWriter(), Storage.Clock);

                foreach (var call in calls)
                    await TeachUntilDoneAsync(records, key, call);

                Assert.Equal(expected.Text(), (await Stores.Records.ReadAsync(key, CancellationToken.None))!.Value.Text());
                if (changes <= last)
                    break;
            }
        }
    }

    [Fact]
    public async Task Erased_caller_leaves_no_segment()
    {
        for (var i = 0; i < 30; i++)
            await TeachAsync(i);
        Assert.NotEmpty(await Stores.SegmentsAsync(Key));
        var etag = await Stores.Callers.ReadETagAsync(Key, CancellationToken.None);

        Assert.True(await Stores.Records.TryDeleteAsync(Key, etag, CancellationToken.None));

        Assert.Null(await Stores.Records.ReadAsync(Key, CancellationToken.None));
        Assert.Empty(await Stores.SegmentsAsync(Key));
    }

    [Fact]
    public async Task Conversations_erased_one_by_one_leave_nothing()
    {
        for (var i = 0; i < 20; i++)
            await TeachAsync(i);

        for (var i = 0; i < 20; i++)
            await Stores.Records.EraseAsync(Key, $"c{i:D2}", CancellationToken.None);

        Assert.Null(await Stores.HeadAsync(Key));
        Assert.Empty(await Stores.SegmentsAsync(Key));
        Assert.Null(await Stores.Profiles.ReadAsync(Key, CancellationToken.None));
    }

    [Fact]
    public async Task Caller_who_calls_while_being_erased_keeps_the_new_calls_alone()
    {
        for (var i = 0; i < 12; i++)
            await TeachAsync(i);
        var etag = await Stores.Callers.ReadETagAsync(Key, CancellationToken.None);
        var next = 100;
        // Another process learns calls of the caller at each step of the erasing.
        var erasing = InterruptedCallers.Of(Stores, async () =>
        {
            if (await Stores.Callers.ReadETagAsync(Key, CancellationToken.None) != etag && next < 110)
                await TeachAsync(next++);
        });

        await erasing.TryDeleteAsync(Key, etag, CancellationToken.None);

        var record = (await Stores.Records.ReadAsync(Key, CancellationToken.None))!.Value;
        Assert.Equal(Enumerable.Range(100, next - 100).Select(i => $"c{i:D2}"), record.Calls.Select(call => call.ConversationId));
    }

    private async Task TeachUntilDoneAsync(CallerRecords records, CallerKey key, ExtractedCall call)
    {
        try
        {
            await records.ApplyAsync(key, SampleRecords.Sam, [call], CancellationToken.None);
        }
        catch (IOException)
        {
            await Stores.Records.ApplyAsync(key, SampleRecords.Sam, [call], CancellationToken.None);
        }
    }

    private async Task TeachAsync(int conversation) => await Stores.Records.ApplyAsync(
        Key,
        SampleRecords.Sam,
        [new RecordStep(IsTaught: true, conversation, conversation, 0, Kilobytes: 9).Call()],
        CancellationToken.None);

    private Task HoldsAsync(CallerKey key, CallerRecord expected) => Stores.HoldsAsync(key, expected);

    private async Task<RecordHead> HeadAsync(CallerKey key) => (await Stores.HeadAsync(key))!;
}
