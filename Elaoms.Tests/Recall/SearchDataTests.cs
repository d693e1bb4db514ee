using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Recall;
using Elaoms.Core.Recall.Counts;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Indexing;
using Elaoms.Tests.Records;
using Elaoms.Tests.Server;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Recall;

/// <summary>A search with our own index and others beside it. Engines have 640 ms, the search 760 ms.</summary>
public sealed class SearchDataTests() : RecallTests(loggedEvent: 3002)
{
    private static readonly ElaomsSettings Settings = TestSettings.In("/nowhere");
    private static readonly CallerKeys Keys = new(Settings);
    private static readonly CallerKey Sam = Keys.Of(SampleRecords.Sam, Tenants.Default);
    private static readonly SearchDataRequest Parrots = new("parrots", 10) { CallerId = "+12025550123" };

    private readonly DocumentsInMemory<RecordHead> _records = new();

    [Fact]
    public async Task Search_without_engines_finds_with_our_own_index_and_counts_no_fault()
    {
        await StoreAsync(Sam, "I keep parrots.", "The kettle broke.");

        var answer = await Search().AnswerAsync(Parrots, token: null, CancellationToken.None);

        Assert.Equal(["I keep parrots.", "The kettle broke."], Texts(answer));
        Assert.Equal("+12025550123", answer.Profile!.PhoneNumber);
        Assert.Equal(["elaoms.recall.duration{route=search-data}", "elaoms.search.callers"], Measured.Series);
    }

    [Fact]
    public async Task Search_for_nothing_in_particular_finds_what_matters_most()
    {
        await StoreAsync(Sam, "I keep parrots.", "The kettle broke.");
        string? asked = null;
        var engine = Finding("other", 1);
        engine.OnSearch = (search, _) =>
        {
            asked = search.Query;
            return Task.FromResult<IReadOnlyList<string>>([]);
        };

        var answer = await Search(engine).AnswerAsync(Parrots with { Query = null }, token: null, CancellationToken.None);

        Assert.Equal(2, answer.Memories.Count);
        Assert.Equal("", asked);
    }

    [Fact]
    public async Task Engine_is_asked_for_the_caller_and_more_than_are_wanted()
    {
        await StoreAsync(Sam, "I keep parrots.");
        ScriptedEngine.Search? asked = null;
        CallerIndex? given = null;
        var engine = new ScriptedEngine
        {
            OnSearch = async (search, _) =>
            {
                asked = search;
                given = await search.Index;
                return [];
            },
        };

        await Search(engine).AnswerAsync(Parrots with { Count = 3 }, token: null, CancellationToken.None);

        Assert.Equal((Sam, "parrots", 50), (asked!.Caller, asked.Query, asked.Count));
        Assert.NotNull(given!.Find("c1-turn-0"));
    }

    [Fact]
    public async Task Engine_of_the_same_weight_comes_behind_our_own_and_what_is_not_in_the_record_is_dropped()
    {
        await StoreAsync(Sam, "I keep parrots.", "The kettle broke.");
        var alone = await Search().AnswerAsync(Parrots, token: null, CancellationToken.None);

        var answer = await Search(Finding("other", 1, "c1-turn-1", "c9-turn-9", "c1-turn-0"))
            .AnswerAsync(Parrots, token: null, CancellationToken.None);

        Assert.Equal(["I keep parrots.", "The kettle broke."], Texts(answer));
        // What our own index measured of a memory stays with it.
        Assert.Equal(alone.Memories.Select(found => found.Relevance), answer.Memories.Select(found => found.Relevance));
        Assert.Equal(0, Measured.Sum("elaoms.engine.errors{engine=other,reason=fault}"));
    }

    [Fact]
    public async Task Engine_of_more_weight_comes_before_our_own_and_the_count_holds_for_all()
    {
        await StoreAsync(Sam, "I keep parrots.", "The kettle broke.", "It rained.");
        var search = Search(Finding("heavy", 2, "c1-turn-2", "c1-turn-1"), Finding("light", 0.5, "c1-turn-1"));

        Assert.Equal(
            ["The kettle broke.", "It rained.", "I keep parrots."],
            Texts(await search.AnswerAsync(Parrots, token: null, CancellationToken.None)));
        Assert.Equal(
            ["The kettle broke.", "It rained."],
            Texts(await search.AnswerAsync(Parrots with { Count = 2 }, token: null, CancellationToken.None)));
    }

    [Fact]
    public async Task Engine_finds_what_is_beyond_the_fifty_of_our_own()
    {
        await StoreAsync(Sam, [.. Enumerable.Range(0, 50).Select(i => $"Parrot {i} is green."), "The kettle broke."]);

        var alone = await Search().AnswerAsync(Parrots with { Count = 50 }, token: null, CancellationToken.None);
        var answer = await Search(Finding("heavy", 2, "c1-turn-50")).AnswerAsync(Parrots, token: null, CancellationToken.None);

        Assert.DoesNotContain("The kettle broke.", Texts(alone));
        Assert.Equal(10, answer.Memories.Count);
        Assert.Equal(("The kettle broke.", 1), (answer.Memories[0].Memory.Text, answer.Memories[0].Count));
    }

    [Fact]
    public async Task Engine_that_names_a_memory_each_time_it_was_said_counts_it_once()
    {
        await StoreAsync(Sam, "It rained.", "It rained!", "It rained.", "The kettle broke.");

        var answer = await Search(Finding("heavy", 1, "c1-turn-3", "c1-turn-0", "c1-turn-1", "c1-turn-2"))
            .AnswerAsync(Parrots, token: null, CancellationToken.None);

        Assert.Equal([("The kettle broke.", 1), ("It rained.", 3)], answer.Memories.Select(found => (found.Memory.Text, found.Count)));
    }

    [Fact]
    public async Task Engines_that_fail_are_counted_by_reason_and_leave_our_own_count_of_memories()
    {
        await StoreAsync(Sam, "I keep parrots.", "My parrots are green.", "Parrots like nuts.");
        var search = Search(
            Failing("limited", new LimitedException()),
            Failing("newer", new NewerDocumentException("vectors", 2, 1)),
            Failing("broken", new InvalidOperationException()));

        var all = await search.AnswerAsync(Parrots, token: null, CancellationToken.None);
        var two = await search.AnswerAsync(Parrots with { Count = 2 }, token: null, CancellationToken.None);

        Assert.Equal(3, all.Memories.Count);
        Assert.Equal(Texts(all).Take(2), Texts(two));
        Assert.Equal(
            [
                "elaoms.engine.errors{engine=broken,reason=fault}", "elaoms.engine.errors{engine=limited,reason=limited}",
                "elaoms.engine.errors{engine=newer,reason=newer}",
            ],
            Measured.Series.Where(series => series.StartsWith("elaoms.engine", StringComparison.Ordinal)));
        Assert.DoesNotContain(Measured.Series, series => series.StartsWith("elaoms.recall.faults", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Own_index_that_fails_leaves_the_profile_and_is_counted()
    {
        await StoreAsync(Sam, "I keep parrots.");

        // No request asks for fewer than nothing; to the index it is a fault.
        var answer = await Search().AnswerAsync(Parrots with { Count = -2 }, token: null, CancellationToken.None);

        Assert.NotNull(answer.Profile);
        Assert.Empty(answer.Memories);
        Assert.Equal(1, Measured.Sum("elaoms.engine.errors{engine=embedded,reason=fault}"));
        Assert.Equal(1, Measured.Sum("elaoms.recall.faults{route=search-data,reason=fault}"));
    }

    [Fact]
    public async Task Engine_that_answers_in_time_is_waited_for()
    {
        await StoreAsync(Sam, "I keep parrots.", "The kettle broke.");
        var found = new TaskCompletionSource<IReadOnlyList<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = Search(new ScriptedEngine { OnSearch = (_, _) => found.Task })
            .AnswerAsync(Parrots, token: null, CancellationToken.None).AsTask();
        await EnginesAreWaitedForAsync();

        Clock.Advance(TimeSpan.FromMilliseconds(639));
        Assert.False(answer.IsCompleted);
        found.SetResult(["c1-turn-1"]);

        Assert.Equal(["The kettle broke.", "I keep parrots."], Texts(await InTimeAsync(answer)));
    }

    [Fact]
    public async Task Engine_that_is_late_is_left_out_told_to_stop_and_counted_once()
    {
        await StoreAsync(Sam, "I keep parrots.", "The kettle broke.");
        var isTold = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = new ScriptedEngine
        {
            Name = "late",
            OnSearch = async (_, token) =>
            {
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }
                finally
                {
                    isTold.SetResult(token.IsCancellationRequested);
                }

                return ["c1-turn-1"];
            },
        };
        var answer = Search(late, Finding("quick", 1, "c1-turn-1")).AnswerAsync(Parrots, token: null, CancellationToken.None).AsTask();
        await EnginesAreWaitedForAsync();

        Clock.Advance(TimeSpan.FromMilliseconds(640));

        Assert.Equal(["The kettle broke.", "I keep parrots."], Texts(await InTimeAsync(answer)));
        Assert.True(await isTold.Task.WaitAsync(Eventually.Bound, TimeProvider.System, CancellationToken.None));
        Assert.Equal(
            ["elaoms.engine.errors{engine=late,reason=deadline}"],
            Measured.Series.Where(series => series.StartsWith("elaoms.engine", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Time_that_the_record_took_is_taken_from_the_engines()
    {
        var store = await SlowStoreAsync(TimeSpan.FromMilliseconds(100));
        var answer = Search(store, Never("late")).AnswerAsync(Parrots, token: null, CancellationToken.None).AsTask();
        await EnginesAreWaitedForAsync();

        Clock.Advance(TimeSpan.FromMilliseconds(540));

        Assert.Equal(["I keep parrots."], Texts(await InTimeAsync(answer)));
        Assert.Equal(1, Measured.Sum("elaoms.engine.errors{engine=late,reason=deadline}"));
    }

    [Fact]
    public async Task Record_that_took_the_engines_time_is_answered_from_at_once()
    {
        var store = await SlowStoreAsync(TimeSpan.FromMilliseconds(650));

        var answer = await InTimeAsync(
            Search(store, Never("late")).AnswerAsync(Parrots, token: null, CancellationToken.None).AsTask());

        Assert.Equal(["I keep parrots."], Texts(answer));
        Assert.Equal(1, Measured.Sum("elaoms.engine.errors{engine=late,reason=deadline}"));
    }

    [Fact]
    public async Task Record_that_can_not_be_read_is_no_fault_of_an_engine()
    {
        var store = new DisturbedDocuments<RecordHead>(() => throw new IOException());
        var engine = new ScriptedEngine
        {
            OnSearch = async (search, _) => [(await search.Index)!.StandsFor("c1-turn-0")!],
        };

        Assert.Same(
            SearchDataAnswer.Nothing, await Search(store, engine).AnswerAsync(Parrots, token: null, CancellationToken.None));
        Assert.Equal(
            [
                "elaoms.recall.duration{route=search-data}", "elaoms.recall.faults{route=search-data,reason=fault}",
                "elaoms.search.callers",
            ],
            Measured.Series);
    }

    [Fact]
    public async Task Caller_without_a_record_is_answered_with_nothing_whatever_engines_find()
    {
        var answer = await Search(Finding("other", 1, "c1-turn-0")).AnswerAsync(Parrots, token: null, CancellationToken.None);

        Assert.Same(SearchDataAnswer.Nothing, answer);
        Assert.DoesNotContain(Measured.Series, series => series.StartsWith("elaoms.recall.faults", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Line_finds_what_it_said_while_it_had_no_kind_of_its_own(bool isKindCertain, bool isFound)
    {
        await StoreAsync(Keys.Of(new Caller(CallerKind.User, "front desk"), Tenants.Default), isKindCertain, "I keep parrots.");

        var answer = await Search().AnswerAsync(Parrots with { CallerId = "front desk" }, token: null, CancellationToken.None);

        Assert.Equal(isFound ? ["I keep parrots."] : [], Texts(answer));
    }

    [Fact]
    public async Task Line_has_its_own_record_before_the_former_one()
    {
        await StoreAsync(Keys.Of(new Caller(CallerKind.User, "front desk"), Tenants.Default), isKindCertain: false, "I keep parrots.");
        await StoreAsync(Keys.Of(new Caller(CallerKind.Line, "front desk"), Tenants.Default), "Parrots are loud.");
        CallerKey? asked = null;
        var engine = new ScriptedEngine
        {
            OnSearch = (search, _) =>
            {
                asked = search.Caller;
                return Task.FromResult<IReadOnlyList<string>>([]);
            },
        };

        var answer = await Search(engine).AnswerAsync(Parrots with { CallerId = "front desk" }, token: null, CancellationToken.None);

        Assert.Equal(["Parrots are loud."], Texts(answer));
        Assert.Equal(Keys.Of(new Caller(CallerKind.Line, "front desk"), Tenants.Default), asked);
    }

    [Fact]
    public async Task Token_decides_whose_memory_is_searched()
    {
        await StoreAsync(Sam, "I keep parrots.");
        var nobody = new SearchDataRequest("parrots", 10);
        var search = Search();

        Assert.Equal(
            ["I keep parrots."],
            Texts(await search.AnswerAsync(nobody, new CallerToken(Tenants.Default, new CallerPlace(Sam), null), CancellationToken.None)));
        Assert.Same(
            SearchDataAnswer.Nothing,
            await search.AnswerAsync(Parrots, CallerToken.ForNobody(Tenants.Default), CancellationToken.None));
    }

    private SearchData Search(params ScriptedEngine[] engines) => Search(_records, engines);

    private SearchData Search(IDocumentStore<RecordHead> store, params ScriptedEngine[] engines) => new(
        new CallerIndexes(RecordHeads.Of(store), Clock), engines, Keys,
        new RecallDeadline(Metrics, Clock, NullLogger<RecallDeadline>.Instance),
        new SharedLines(Settings, Metrics, NullLogger<SharedLines>.Instance),
        new RecallCounter(new DocumentsInMemory<RecallCounts>(), Clock),
        Settings, Metrics, Clock, Logs.CreateLogger<SearchData>());

    private static ScriptedEngine Finding(string name, double weight, params string[] ids)
        => new() { Name = name, Weight = weight, OnSearch = (_, _) => Task.FromResult<IReadOnlyList<string>>(ids) };

    private static ScriptedEngine Failing(string name, Exception fault)
        => new() { Name = name, OnSearch = (_, _) => Task.FromException<IReadOnlyList<string>>(fault) };

    private static ScriptedEngine Never(string name)
        => new() { Name = name, OnSearch = (_, _) => new TaskCompletionSource<IReadOnlyList<string>>().Task };

    private static IEnumerable<string> Texts(SearchDataAnswer answer) => answer.Memories.Select(found => found.Memory.Text);

    // One timer is the search's, one the cache's of indexes, and one the engines'.
    private Task EnginesAreWaitedForAsync() => Eventually.IsTrueAsync(() => Clock.Timers == 3, "the engines are waited for");

    private static Task<SearchDataAnswer> InTimeAsync(Task<SearchDataAnswer> answer)
        => answer.WaitAsync(Eventually.Bound, TimeProvider.System, CancellationToken.None);

    private Task StoreAsync(CallerKey key, params string[] said) => StoreAsync(key, isKindCertain: true, said);

    private async Task StoreAsync(CallerKey key, bool isKindCertain, params string[] said)
        => await _records.TryWriteAsync(key, Record(isKindCertain, said).Head(), replaces: null, CancellationToken.None);

    // The clock goes on when the record is read, once the search's own timer runs.
    private async Task<IDocumentStore<RecordHead>> SlowStoreAsync(TimeSpan takes)
    {
        await StoreAsync(Sam, "I keep parrots.");
        var document = await _records.ReadAsync(Sam, CancellationToken.None);
        var isRead = false;
        return new DisturbedDocuments<RecordHead>(
            () =>
            {
                if (isRead)
                    return true;
                SpinWait.SpinUntil(() => Clock.Timers == 1, Eventually.Bound);
                Clock.Advance(takes);
                return isRead = true;
            },
            Task.FromResult(document),
            document!.ETag);
    }

    private static CallerRecord Record(bool isKindCertain, params string[] said)
    {
        var extracted = SampleRecords.Extracted("c1", 0);
        return SampleRecords.Empty.With(new ExtractedCall(
            extracted.Call with { IsKindCertain = isKindCertain, Summary = null },
            [],
            [
                .. said.Select((text, turn) => new Memory(
                    $"c1-turn-{turn}", text, Sector.Episodic, Salience.Low, FixedClock.Start.AddSeconds(turn), "user", "c1", turn))
            ]));
    }

    private sealed class LimitedException : EngineException
    {
        public override string Reason => "limited";
    }
}
