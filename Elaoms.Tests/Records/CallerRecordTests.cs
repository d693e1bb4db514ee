using Elaoms.Core.Records;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Records;

public sealed class CallerRecordTests
{
    private static readonly string[] Conversations = ["c1", "c2", "c3", "c4"];

    private static readonly Gen<ExtractedCall> ExtractedCalls =
        from conversation in Gen.Elements(Conversations)
        from hour in Gen.Choose(0, 3)
        from timestamp in Gen.Choose(0, 2)
        from hash in Gen.Elements("a", "b", "c")
        from values in Gen.Elements("x", "y", "").ListOf(2)
        select SampleRecords.Extracted(
            conversation, hour, timestamp, hash, [.. values.Select((value, i) => ($"key{i}", value)).Where(fact => fact.value.Length > 0)]);

    [Fact]
    public void Record_with_a_call_holds_what_it_teaches()
    {
        var record = SampleRecords.With(("plan", "gold"));

        Assert.Equal(1, record.Revision);
        Assert.Equal("c1", Assert.Single(record.Calls).ConversationId);
        Assert.Equal("gold", Assert.Single(record.Facts).Value);
        Assert.Equal("c1 hash", Assert.Single(record.Memories).Text);
        Assert.Same(record.Calls[0], record.LastCall);
    }

    [Fact]
    public void Record_orders_calls_by_start_and_memories_by_time_conversation_and_turn()
    {
        var record = SampleRecords.Empty
            .With(SampleRecords.Extracted("b", 2)).With(SampleRecords.Extracted("a", 2)).With(SampleRecords.Extracted("z", 1));
        var memory = record.Memories[0];
        var ofOne = SampleRecords.Extracted("one", 3) with
        {
            Memories =
            [
                memory with { Id = "second", ConversationId = "one", Turn = 1, Time = FixedClock.Start },
                memory with { Id = "first", ConversationId = "one", Turn = 0, Time = FixedClock.Start },
                memory with { Id = "summary", ConversationId = "one", Turn = null, Time = FixedClock.Start },
            ],
        };

        Assert.Equal(["z", "a", "b"], record.Calls.Select(call => call.ConversationId));
        Assert.Equal(["z", "a", "b"], record.Memories.Select(one => one.ConversationId));
        Assert.Equal(["summary", "first", "second"], record.With(ofOne).Memories.Take(3).Select(one => one.Id));
    }

    [Fact]
    public void Record_without_a_conversation_keeps_a_payload_that_supersedes_the_given_one()
    {
        var record = SampleRecords.Empty
            .With(SampleRecords.Extracted("c1", 1, 10, "b", ("plan", "gold")))
            .With(SampleRecords.Extracted("c2", 2, 20, "b", ("pet", "Rex")));

        Assert.Same(record, record.Without("c1", new PayloadVersion(9, "z")));
        Assert.Same(record, record.Without("c3", new PayloadVersion(99, "z")));
        var without = record.Without("c1", new PayloadVersion(11, "a"));
        Assert.Equal((3, "c2", "Rex"), (without.Revision, Assert.Single(without.Calls).ConversationId, Assert.Single(without.Facts).Value));
        Assert.Equal("c2", Assert.Single(without.Memories).ConversationId);
    }

    [Fact]
    public void Kind_of_the_caller_is_certain_once_one_call_says_so()
    {
        var former = SampleRecords.Extracted("c1", 1);
        former = former with { Call = former.Call with { IsKindCertain = false } };
        var record = SampleRecords.Empty.With(former);

        Assert.False(record.IsKindCertain);
        Assert.True(record.With(SampleRecords.Extracted("c2", 2)).IsKindCertain);
    }

    [Fact]
    public void Record_taught_again_by_the_same_payload_is_the_same_object()
    {
        var record = SampleRecords.With(("plan", "gold"));

        Assert.Same(record, record.With(SampleRecords.Extracted("c1", 1, ("plan", "silver"))));
    }

    [Fact]
    public void Record_taught_by_a_body_that_stands_before_loses_what_the_other_taught()
    {
        var record = SampleRecords.Empty.With(SampleRecords.Extracted("c1", 1, 10, "b", ("plan", "gold"), ("pet", "Rex")));

        Assert.Same(record, record.With(SampleRecords.Extracted("c1", 1, 9, "z", ("plan", "tin"))));
        Assert.Same(record, record.With(SampleRecords.Extracted("c1", 1, 10, "a", ("plan", "tin"))));
        foreach (var newer in new[]
        {
            SampleRecords.Extracted("c1", 1, 11, "a", ("plan", "tin")), SampleRecords.Extracted("c1", 1, 10, "c", ("plan", "tin")),
        })
        {
            var replaced = record.With(newer);
            Assert.Equal(2, replaced.Revision);
            Assert.Equal("tin", Assert.Single(replaced.Facts).Value);
            Assert.Equal(newer.Call, Assert.Single(replaced.Calls));
            Assert.Equal(newer.Memories, replaced.Memories);
        }
    }

    [Fact]
    public void Record_without_a_call_it_does_not_hold_is_the_same_object()
    {
        var record = SampleRecords.With();

        Assert.Same(record, record.Without("c2"));
        Assert.Equal(2, record.Without("c1").Revision);
        Assert.Empty(record.Without("c1").Calls);
        Assert.Null(record.Without("c1").LastCall);
    }

    [Fact]
    public void Fact_is_superseded_by_the_next_call_that_says_otherwise()
    {
        var record = SampleRecords.Empty.With(SampleRecords.Extracted("c1", 1, ("plan", "gold")))
            .With(SampleRecords.Extracted("c2", 2, ("plan", "tin")));

        Assert.Equal(
            [("gold", Hour(1), true), ("tin", Hour(2), false)],
            record.Facts.Select(fact => (fact.Value, fact.ValidFrom, record.Known().IsOver(fact))));
        Assert.Equal("tin", Assert.Single(record.Known().Current).Value);
    }

    [Fact]
    public void Fact_of_an_earlier_call_that_comes_late_is_past_at_once()
    {
        var record = SampleRecords.Empty.With(SampleRecords.Extracted("c2", 2, ("plan", "tin")))
            .With(SampleRecords.Extracted("c1", 1, ("plan", "gold")));

        Assert.Equal(
            [("gold", Hour(1), true), ("tin", Hour(2), false)],
            record.Facts.Select(fact => (fact.Value, fact.ValidFrom, record.Known().IsOver(fact))));
    }

    [Fact]
    public void Fact_said_twice_holds_as_one()
    {
        var record = SampleRecords.Empty
            .With(SampleRecords.Extracted("c1", 1, ("plan", "gold")))
            .With(SampleRecords.Extracted("c2", 2, ("plan", "gold")))
            .With(SampleRecords.Extracted("c3", 3, ("plan", "tin")));

        Assert.All(record.Facts.Where(fact => fact.Value == "gold"), fact => Assert.True(record.Known().IsOver(fact)));
        Assert.Equal("tin", Assert.Single(record.Known().Current).Value);
        Assert.Equal("gold", Assert.Single(record.Without("c3").Known().Current).Value);
    }

    [Fact]
    public void Fact_superseded_holds_again_when_the_later_call_is_taken_out()
    {
        var first = SampleRecords.Empty.With(SampleRecords.Extracted("c1", 1, ("plan", "gold")));

        var record = first.With(SampleRecords.Extracted("c2", 2, ("plan", "tin"))).Without("c2");

        Assert.Equal(first.Facts, record.Facts);
    }

    [Fact]
    public void Facts_that_hold_have_one_value_per_key() => Property.Check(ExtractedCalls.ListOf(), extractedCalls =>
    {
        var current = Teach(extractedCalls).Known().Current.ToList();

        Assert.Equal(current.Count, current.Select(fact => fact.Key).Distinct(StringComparer.Ordinal).Count());
    });

    [Fact]
    public void Record_is_the_same_in_whatever_order_and_however_often_the_calls_come() => Property.Check(
        from extractedCalls in ExtractedCalls.ListOf()
        from again in Gen.Shuffle(extractedCalls.Concat(extractedCalls.Take(3)))
        select (extractedCalls, again),
        orders =>
        {
            // A body's hash says all of its content, so of two extracted calls with one version only one can be.
            var one = orders.extractedCalls.DistinctBy(PayloadVersion).ToList();
            var other = orders.again.Select(extracted => one.Single(first => PayloadVersion(first) == PayloadVersion(extracted)));

            Assert.Equal(Text(Teach(one)), Text(Teach(other)));
        });

    [Fact]
    public void Record_without_a_call_is_as_if_the_call_had_never_been() => Property.Check(ExtractedCalls.ListOf(), extractedCalls =>
    {
        foreach (var conversation in Conversations)
            Assert.Equal(
                Text(Teach(extractedCalls.Where(extracted => extracted.Call.ConversationId != conversation))),
                Text(Teach(extractedCalls).Without(conversation)));
    });

    private static CallerRecord Teach(IEnumerable<ExtractedCall> extractedCalls)
        => extractedCalls.Aggregate(SampleRecords.Empty, (record, extracted) => record.With(extracted));

    private static (string, PayloadVersion) PayloadVersion(ExtractedCall extracted)
        => (extracted.Call.ConversationId, extracted.Call.PayloadVersion);

    private static string Text(CallerRecord record)
        => (record with { Revision = 0 }).Text();

    private static DateTimeOffset Hour(int hour) => FixedClock.Start.AddHours(hour);
}
