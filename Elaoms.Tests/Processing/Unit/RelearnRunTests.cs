using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Xunit;
using static Elaoms.Tests.Processing.Unit.LearningInMemory;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>Which calls a run learns again, and what it counts and reports.</summary>
public sealed class RelearnRunTests : IDisposable
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(FixedClock.Start.UtcDateTime);

    private readonly RelearnBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Calls_of_older_rules_are_learned_by_todays_and_others_left_alone()
    {
        await _bench.LearnAsync(Sam, "c");
        await _bench.LearnAsync(Sam, "d");
        await _bench.LearnAsync(Kim, "e");
        await _bench.MakeOlderAsync(Sam, "c");

        var progress = await _bench.RunAsync();

        Assert.Equal(new RelearnProgress(2, 2, Calls: 1, FactsAdded: 1, FactsRemoved: 1), progress);
        Assert.Equal([("name", "Sam"), ("name", "Sam")], await _bench.FactsAsync(Sam));
        Assert.Equal(0, RelearnCalls.Outdated((await _bench.Learning.ReadAsync(Sam))!));
        Assert.Equal(_bench.Learning.KeysOf(Sam, Kim), await _bench.Learning.ToIndexAsync());
        Assert.Equal(new RelearnProgress(2, 2), await _bench.RunAsync());
    }

    [Fact]
    public async Task Dry_run_counts_and_changes_nothing()
    {
        await _bench.LearnAsync(Sam, "c");
        await _bench.LearnAsync(Kim, "d");
        await _bench.MakeOlderAsync(Sam);
        foreach (var number in (string[])[Sam, Kim])
            await _bench.Learning.Tasks.DeleteAsync(_bench.Learning.KeyOf(number), CancellationToken.None);
        _bench.Learning.Heads.BeforeWrite = () => throw new IOException("Written.");
        _bench.Learning.Claims.BeforeWrite = () => throw new IOException("Written.");

        Assert.Equal(
            new RelearnProgress(2, 2, Calls: 1, FactsAdded: 1, FactsRemoved: 1), await _bench.RunAsync(new RelearnRequest(IsDryRun: true)));
        Assert.Equal([("likes", "tea")], await _bench.FactsAsync(Sam));
        Assert.Empty(await _bench.Learning.ToIndexAsync());
    }

    [Fact]
    public async Task Progress_is_reported_after_each_caller_and_each_day_from_the_first_payload_to_tomorrow()
    {
        await _bench.LearnAsync(Sam, "c", daysAgo: 5);
        await _bench.LearnAsync(Kim, "d", daysAgo: 1);

        await _bench.RunAsync();

        Assert.Equal([1, 2], _bench.Reported.Take(2).Select(progress => progress.CallersDone).Order());
        Assert.Equal(2 + 7, _bench.Reported.Count);
        Assert.All(_bench.Reported.Skip(2), progress => Assert.Equal(new RelearnProgress(2, 2), progress));
    }

    [Fact]
    public async Task Without_a_payload_the_days_of_a_sweep_are_looked_through()
    {
        Assert.Equal(new RelearnProgress(0), await _bench.RunAsync());
        Assert.Equal(5, _bench.Reported.Count);
    }

    [Fact]
    public async Task Day_that_was_asked_for_is_the_first_one()
    {
        await _bench.LearnAsync(Sam, "c", daysAgo: 5);

        await _bench.RunAsync(new RelearnRequest(Since: Today.AddDays(-1)));

        Assert.Equal(1 + 3, _bench.Reported.Count);
    }

    [Fact]
    public async Task Run_over_given_callers_looks_through_no_day()
    {
        await _bench.LearnAsync(Sam, "c");
        await _bench.LearnAsync(Kim, "d");
        await _bench.MakeOlderAsync(Sam);
        await _bench.MakeOlderAsync(Kim);

        Assert.Equal(new RelearnProgress(2, 2, Calls: 1, FactsAdded: 1, FactsRemoved: 1), await _bench.RunAsync(Sam, "+12025550177"));

        Assert.Equal(2, _bench.Reported.Count);
        Assert.Equal([("likes", "tea")], await _bench.FactsAsync(Kim));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public async Task Only_calls_since_the_day_that_was_asked_for_are_learned(int daysAgo, int calls)
    {
        for (var days = 0; days < 3; days++)
            await _bench.LearnAsync(Sam, $"c{days}", days);
        await _bench.MakeOlderAsync(Sam);

        Assert.Equal(calls, (await _bench.RunAsync(new RelearnRequest(Since: Today.AddDays(-daysAgo)))).Calls);
        Assert.Equal(3 - calls, RelearnCalls.Outdated((await _bench.Learning.ReadAsync(Sam))!));
    }

    [Fact]
    public async Task Record_of_a_newer_program_is_counted_and_keeps_no_other_from_being_learned()
    {
        await _bench.LearnAsync(Sam, "c");
        await _bench.LearnAsync(Kim, "d");
        await _bench.MakeOlderAsync(Kim);
        var failed = 0;
        _bench.Learning.BeforeAccess = documents => documents == "heads" && Interlocked.Exchange(ref failed, 1) == 1
            ? throw Newer
            : Task.CompletedTask;

        // The list of heads is the first access, so each record fails.
        Assert.Equal(new RelearnProgress(2, 2, Failed: 2), await _bench.RunAsync());

        _bench.Learning.BeforeAccess = _ => Task.CompletedTask;
        Assert.Equal(1, (await _bench.RunAsync()).Calls);
    }

    [Fact]
    public async Task Call_whose_payload_has_no_name_fails_if_it_is_outdated()
    {
        await _bench.LearnAsync(Sam, "c");
        await _bench.LearnAsync(Sam, "d");
        await _bench.MakeOlderAsync(Sam, "c");
        var record = (await _bench.Learning.ReadAsync(Sam))!;
        var unnamed = record with { Calls = [.. record.Calls.Select(call => call with { Payload = "lost" })] };
        await _bench.Learning.Heads.WriteAsync(_bench.Learning.KeyOf(Sam), Records.RecordHeads.Head(unnamed));

        Assert.Equal(new RelearnProgress(1, 1, Failed: 1), await _bench.RunAsync());

        // No payload was seen, so the days are those of a sweep.
        Assert.Equal(1 + 5, _bench.Reported.Count);
    }

    [Fact]
    public async Task Calls_that_taught_nobody_and_name_somebody_now_are_learned_day_by_day()
    {
        foreach (var daysAgo in (int[])[-1, 0, 1, 2])
            await AddUntaughtAsync($"c{daysAgo}", daysAgo);

        Assert.Equal(
            new RelearnProgress(0, Calls: 3, OfAnother: 3),
            await _bench.RunAsync(new RelearnRequest(Since: Today.AddDays(-1), IsDryRun: true)));
        Assert.Null(await _bench.Learning.ReadAsync(Sam));
        _bench.Reported.Clear();

        Assert.Equal(
            new RelearnProgress(0, Calls: 3, OfAnother: 3), await _bench.RunAsync(new RelearnRequest(Since: Today.AddDays(-1))));
        Assert.Equal([1, 2, 3], _bench.Reported.Select(progress => progress.Calls));
        Assert.Equal(["c1", "c0", "c-1"], (await _bench.Learning.ReadAsync(Sam))!.Calls.Select(call => call.ConversationId));
    }

    [Fact]
    public async Task Payload_of_a_day_that_teaches_nobody_today_either_is_not_counted()
    {
        await _bench.LearnAsync(Sam, "c");

        Assert.Equal(new RelearnProgress(1, 1), await _bench.RunAsync());
    }

    [Fact]
    public async Task Run_that_is_stopped_before_it_begins_learns_nothing()
    {
        await _bench.LearnAsync(Sam, "c");
        await _bench.MakeOlderAsync(Sam);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _bench.RunAsync(new RelearnRequest(Callers: [_bench.Learning.KeyOf(Sam)]), new CancellationToken(canceled: true)));

        Assert.Equal([("likes", "tea")], await _bench.FactsAsync(Sam));
    }

    [Fact]
    public async Task Four_callers_are_learned_at_a_time()
    {
        var (gate, under, most, four) = (new Lock(), 0, 0, new TaskCompletionSource());
        _bench.Learning.BeforeAccess = async documents =>
        {
            if (documents != "heads")
                return;
            lock (gate)
            {
                most = Math.Max(most, ++under);
                if (under == 4)
                    four.TrySetResult();
            }

            await four.Task.WaitAsync(TimeSpan.FromSeconds(20));
            lock (gate)
                under--;
        };

        await _bench.RunAsync([.. Enumerable.Range(0, 6).Select(i => $"+1202555010{i}")]);

        Assert.Equal(4, most);
    }

    private async Task AddUntaughtAsync(string conversation, int daysAgo)
    {
        var payload = _bench.Learning.Store(RelearnBench.Call(Sam, conversation, daysAgo), FixedClock.Start.AddDays(-daysAgo));
        await _bench.Learning.Claims.WriteAsync(payload.ConversationHash, Claim(payload, null, rules: RelearnBench.FormerRules));
        await _bench.Learning.WriteReceiptAsync(payload, ReceiptResult.NothingToLearn);
    }
}
