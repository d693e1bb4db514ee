using Elaoms.Core.Calls;
using Elaoms.Core.Operators;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Operators;

/// <summary>A look at a record of many parts, which come in any order, reads few of them and tells what the whole would.</summary>
public sealed class RecordExcerptTests() : StorageTests(StorageKind.Embedded)
{
    private const int Calls = 60;
    private static readonly CallerKey Key = new(new string('a', 64));

    [Fact]
    public async Task Newest_calls_are_those_of_the_whole_record_however_late_they_came()
    {
        var (whole, excerpts) = (await WriteAsync(seed: 1), Excerpts());
        foreach (var count in new[] { 1, 5, 50, Calls, Calls + 1 })
        {
            var excerpt = (await excerpts.ReadNewestAsync(Key, count, CancellationToken.None))!;

            Assert.Equal(Calls, excerpt.CallCount);
            var newest = excerpt.Record.Calls.TakeLast(count).ToList();
            Assert.Equal(whole.Calls.TakeLast(count), newest);
            var ids = newest.Select(call => call.ConversationId).ToHashSet();
            Assert.Equal(
                whole.Memories.Where(memory => ids.Contains(memory.ConversationId)),
                excerpt.Record.Memories.Where(memory => ids.Contains(memory.ConversationId)));
            Assert.Equal(
                whole.Facts.Where(fact => ids.Contains(fact.Source.ConversationId)),
                excerpt.Record.Facts.Where(fact => ids.Contains(fact.Source.ConversationId)));
            Assert.Equal(whole.Known().Current, excerpt.Known.Current);
        }

        var few = (await excerpts.ReadNewestAsync(Key, 1, CancellationToken.None))!;
        Assert.InRange(few.Record.Calls.Count, 1, Calls / 2);
        Assert.Null(await excerpts.ReadNewestAsync(new CallerKey(new string('b', 64)), 5, CancellationToken.None));
    }

    [Fact]
    public async Task Each_call_is_found_by_its_time_with_few_others()
    {
        var (whole, excerpts) = (await WriteAsync(seed: 2), Excerpts());
        var read = 0;
        foreach (var call in whole.Calls)
        {
            var excerpt = (await excerpts.ReadAtAsync(Key, call.StartedAt, CancellationToken.None))!;
            Assert.Contains(call, excerpt.Record.Calls);
            read += excerpt.Record.Calls.Count;
        }

        Assert.InRange(read / Calls, 1, Calls / 2);
    }

    private RecordExcerpts Excerpts()
        => new(PagedRecords.Of(Stores.Callers, Stores.Segments, Stores.Profiles));

    // Mostly in order, as calls come, with every tenth late.
    private async Task<CallerRecord> WriteAsync(int seed)
    {
        var random = new Random(seed);
        var records = PagedRecords.Of(Stores.Callers, Stores.Segments, Stores.Profiles);
        foreach (var hour in Enumerable.Range(0, Calls).OrderBy(hour => hour + (hour % 10 == 0 ? random.Next(Calls) : 0)))
        {
            var extracted = SampleRecords.Extracted($"c{hour}", hour, ("home", hour % 7 == 0 ? "Oslo" : $"Town {hour}"));
            var turns = Enumerable.Range(0, 60).Select(turn => new Memory(
                $"c{hour}-turn-{turn}", $"{hour} {turn} {new string('x', 400)}", Sector.Episodic, Salience.Low,
                extracted.Call.StartedAt.AddSeconds(turn), "user", extracted.Call.ConversationId, turn));
            await records.ApplyAsync(Key, SampleRecords.Sam, [extracted with { Memories = [.. turns] }], CancellationToken.None);
        }

        return (await records.ReadAsync(Key, CancellationToken.None))!.Value;
    }
}
