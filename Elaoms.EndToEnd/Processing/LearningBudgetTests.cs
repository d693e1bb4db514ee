using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Records;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Elaoms.Tests.Telemetry;
using Elaoms.Tests.Processing;
using Xunit;

namespace Elaoms.EndToEnd.Processing;

/// <summary>Calls that ask for more work than a call may cost.</summary>
public sealed class LearningBudgetTests() : StorageTests(StorageKind.Embedded)
{
    private const string Sam = "+12025550123";

    private const int MaxTurnLength = 8000;

    [Fact]
    public async Task Call_beyond_the_budget_is_kept_whole_with_the_facts_of_its_first_turns()
    {
        var endless = string.Concat(Enumerable.Repeat("I'm not really sure, and my name is what, well, call me, it's ", 64));
        var body = Payloads.Call(
            Sam, "c", 1_790_000_000,
            [.. Enumerable.Repeat(endless, 3500).Prepend("My name is Sam Brandt."), "My email is rex@example.com."]);
        using var bench = new LearningBench(Stores);
        using var recorded = new RecordedMetrics(bench.Metrics);

        Assert.Equal(ReceiptResult.Learned, (await bench.LearnAsync(body)).Result);

        var record = (await bench.ReadAsync(Sam))!.Value;
        Assert.Equal(3502, record.Memories.Count);
        Assert.Contains(record.Memories, memory => memory.Text == "My email is rex@example.com.");
        Assert.Contains(record.Facts, fact => fact is { Key: "name", Value: "Sam Brandt" });
        Assert.DoesNotContain(record.Facts, fact => fact.Key == "email");
        Assert.InRange(recorded.Sum("elaoms.learning.turns.unread"), 1, 3501);

        // By another machine, on another day.
        await using var storage = new EmbeddedStorage();
        await using var stores = storage.Open();
        using var other = new LearningBench(stores);
        await other.LearnAsync(body);
        Assert.Equal(Json(record), Json((await other.ReadAsync(Sam))!.Value));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("a ")]
    [InlineData("😀")]
    public async Task Fifty_turns_of_one_character_are_learned_with_all_that_follows(string piece)
    {
        var hostile = string.Concat(Enumerable.Repeat(piece, MaxTurnLength))[..MaxTurnLength];
        using var bench = new LearningBench(Stores);
        using var recorded = new RecordedMetrics(bench.Metrics);

        await bench.LearnAsync(Payloads.Call(Sam, "c", 1_790_000_000, [.. Enumerable.Repeat(hostile, 50), "My name is Sam Brandt."]));

        Assert.Contains((await bench.ReadAsync(Sam))!.Value.Facts, fact => fact is { Key: "name", Value: "Sam Brandt" });
        Assert.Equal(0, recorded.Sum("elaoms.learning.turns.unread"));
    }

    private static string Json(CallerRecord record) => record.Text();
}
