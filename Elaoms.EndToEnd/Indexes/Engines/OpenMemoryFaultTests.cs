using Elaoms.Core.Calls;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Indexes.OpenMemory;
using Elaoms.Tests.Indexes.Engines;
using Xunit;

namespace Elaoms.EndToEnd.Indexes.Engines;

/// <summary>Whatever is wrong with the server: nothing is lost, nothing is mixed up, and what can be mended is mended by itself.</summary>
public abstract class OpenMemoryFaultTests(EngineKind kind) : IAsyncLifetime
{
    private static readonly Caller Ann = EngineBench.Caller(1);
    private static readonly Caller Ben = EngineBench.Caller(2);
    private static readonly string[] Turns =
        [.. Enumerable.Range(0, 40).Select(i => $"{OwnWords.Of($"turn {i}")}, the {(i % 2 == 0 ? "parrot" : "kettle")} and thing{i}.")];

    private EngineBench _bench = null!;

    private FakeOpenMemory Server => _bench.Server!;

    public async Task InitializeAsync() => _bench = await EngineBench.StartAsync(kind);

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Connections_reset_answers_lost_bodies_cut_and_errors_leave_each_memory_held_once()
    {
        (Server.Faults.ResetEvery, Server.Faults.LoseAnswerEvery, Server.Faults.CutBodyEvery, Server.Faults.FailEvery) = (7, 11, 13, 5);
        await _bench.TeachAsync(Ann, "a1", Turns);

        await _bench.IndexAllAsync();

        await AssertHoldsAsync(Ann, Turns);
        Assert.Equal(Turns.Length, Server.Memories.Count(IsOfCall));
    }

    [Fact]
    public async Task Server_that_is_down_for_days_is_told_all_when_it_is_back()
    {
        await Server.StopAsync();
        await _bench.TeachAsync(Ann, "a1", Turns);
        for (var day = 0; day < 3; day++)
        {
            await _bench.IndexAsync();
            _bench.Clock.Advance(TimeSpan.FromDays(1));
            await _bench.RestartAsync();
        }

        Assert.Equal(1, await _bench.WaitingAsync());
        await Server.RestartAsync();
        await _bench.IndexAllAsync();

        await AssertHoldsAsync(Ann, Turns);
    }

    [Fact]
    public async Task Process_that_dies_before_it_noted_anything_adds_nothing_twice()
    {
        await _bench.TeachAsync(Ann, "a1", Turns);
        await _bench.IndexAllAsync();
        await _bench.Stores.Get<IDocumentStore<EngineNote>>().DeleteAsync(_bench.Key(Ann), CancellationToken.None);
        await _bench.TeachAsync(Ann, "a2", "One more.");

        await _bench.IndexAllAsync();

        await AssertHoldsAsync(Ann, [.. Turns, "One more."]);
        Assert.Equal(Turns.Length + 1, Server.Memories.Count(IsOfCall));
    }

    [Fact]
    public async Task Text_that_the_server_merges_with_anothers_is_held_all_the_same()
    {
        Server.Faults.HashBits = 4;
        await _bench.TeachAsync(Ann, "a1", Turns[..6]);
        await _bench.TeachAsync(Ben, "b1", Turns[..6]);

        await _bench.IndexAllAsync();

        Assert.All(await HeldAsync(Ann), held => Assert.True(held.Refused is null or "merged"));
        var (anns, bens) = ((await HeldAsync(Ann)).SelectMany(held => held.Ids).ToList(),
            (await HeldAsync(Ben)).SelectMany(held => held.Ids).ToList());
        Assert.NotEmpty(anns);
        Assert.Empty(anns.Intersect(bens, StringComparer.Ordinal));
        Assert.All(await _bench.FindAsync(Ben, "parrot kettle", 50), memory => Assert.Equal("b1", memory.ConversationId));
    }

    [Fact]
    public async Task Same_words_of_many_callers_are_held_for_each()
    {
        const string Boilerplate = "Thank you for calling the bank of Oslo, my name is Robo and this call is recorded; "
            + "how can I help you today?";
        for (var i = 0; i < 60; i++)
            await _bench.TeachAsync(EngineBench.Caller(i), $"c{i}", Boilerplate, "Yes.");

        await _bench.IndexAllAsync();

        var ids = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            var held = await HeldAsync(EngineBench.Caller(i));
            Assert.All(held, memory => Assert.Null(memory.Refused));
            ids.AddRange(held.SelectMany(memory => memory.Ids));
        }

        Assert.Distinct(ids, StringComparer.Ordinal);
        Assert.Equal(ids.Count, Server.Memories.Count(IsOfCall));
    }

    [Fact]
    public async Task Long_text_is_given_in_parts_that_the_server_keeps_whole()
    {
        var text = string.Join(
            ' ', Enumerable.Range(0, 30).Select(i => $"Sentence number {i} talks about topic{i} in some detail and goes on."));
        await _bench.TeachAsync(Ann, "a1", text);

        await _bench.IndexAllAsync();

        Assert.All(Server.Memories, memory => Assert.True(memory.Given.Length <= 200 && memory.Given == memory.Content, memory.Given));
        Assert.Equal(0, (await _bench.FindAsync(Ann, "topic29"))[0].Turn);
        Assert.All(
            Server.Memories,
            memory => Assert.Equal(("episodic", EngineBench.IdOf("a1", 0)), (memory.Sector, memory.Metadata["elaoms_id"]!.ToString())));
    }

    [Fact]
    public async Task Server_asking_for_fewer_requests_is_left_alone_for_as_long_as_it_asks()
    {
        (Server.Faults.RequestsLeft, Server.Faults.RetryAfterSeconds) = (10, 90);
        await _bench.TeachAsync(Ann, "a1", Turns);
        await _bench.IndexAsync();
        var held = (await HeldAsync(Ann)).Count;
        Server.Faults.RequestsLeft = null;

        // By what we hold, not by the server's count: requests that were given up may reach it late.
        _bench.Clock.Advance(TimeSpan.FromSeconds(80));
        await _bench.IndexAsync();
        Assert.Equal(held, (await HeldAsync(Ann)).Count);
        Assert.InRange(held, 0, Turns.Length - 1);

        _bench.Clock.Advance(TimeSpan.FromSeconds(11));
        await _bench.IndexAsync();
        await AssertHoldsAsync(Ann, Turns);
    }

    [Fact]
    public async Task Server_asking_to_wait_a_second_is_waited_for_at_once()
    {
        Server.Faults.RetryAfterSeconds = 0.2;
        Server.Faults.RequestsLeft = 2;
        await _bench.TeachAsync(Ann, "a1", Turns[..2]);

        var indexing = _bench.IndexAsync();
        await Tests.Server.Eventually.IsTrueAsync(() => Server.Requests > 2, "the server has asked");
        Server.Faults.RequestsLeft = null;
        await indexing;

        await AssertHoldsAsync(Ann, Turns[..2]);
    }

    [Fact]
    public async Task Text_that_the_server_refuses_is_given_up_and_the_others_are_held()
    {
        Server.Faults.TooLarge = "thing7.";
        await _bench.TeachAsync(Ann, "a1", Turns);

        await _bench.IndexAllAsync();

        Assert.Equal("refused", Assert.Single(await HeldAsync(Ann), held => held.Refused is not null).Refused);
        Assert.Equal(Turns.Length - 1, Server.Memories.Count(IsOfCall));
        Assert.Contains((await _bench.SearchAsync(Ann, "thing7")).Memories, found => found.Memory.Turn == 7);
    }

    [Fact]
    public async Task Text_that_brings_the_server_down_is_given_up_after_a_few_times_and_the_others_are_held()
    {
        Server.Faults.DiesOn = "thing7.";
        await _bench.TeachAsync(Ann, "a1", Turns);
        for (var tries = 0; await _bench.WaitingAsync() > 0; tries++)
        {
            Assert.True(tries < 20, "It is never given up.");
            await _bench.IndexAsync();
            _bench.Clock.Advance(TimeSpan.FromHours(1));
            await Server.RestartAsync();
        }

        Assert.Equal("fails", Assert.Single(await HeldAsync(Ann), held => held.Refused is not null).Refused);
        Assert.Equal(Turns.Length - 1, Server.Memories.Count(IsOfCall));
    }

    [Fact]
    public async Task Server_that_lies_about_ids_shows_nobody_anothers_memory()
    {
        await _bench.TeachAsync(Ben, "b1", Turns[..10]);
        await _bench.IndexAllAsync();
        (Server.Faults.ForeignIds, Server.Faults.ForeignMatches) = (true, true);
        await _bench.TeachAsync(Ann, "a1", Turns[..10]);
        await _bench.IndexAllAsync();

        Assert.All((await _bench.SearchAsync(Ann, "parrot kettle", 50)).Memories, found => Assert.Equal("a1", found.Memory.ConversationId));
        Assert.All((await _bench.SearchAsync(Ben, "parrot kettle", 50)).Memories, found => Assert.Equal("b1", found.Memory.ConversationId));
    }

    [Fact]
    public async Task Foreign_ids_among_the_matches_are_dropped_and_counted()
    {
        await _bench.TeachAsync(Ben, "b1", Turns);
        await _bench.TeachAsync(Ann, "a1", Turns[..5]);
        await _bench.IndexAllAsync();
        Server.Faults.ForeignMatches = true;

        Assert.All(await _bench.FindAsync(Ann, "parrot kettle", 50), memory => Assert.Equal("a1", memory.ConversationId));

        Assert.True(_bench.Metrics.Sum("elaoms.engine.matches{result=dropped}") > 0);
    }

    [Fact]
    public async Task Memory_that_was_deleted_is_not_shown_from_the_servers_stale_cache()
    {
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.");
        await _bench.IndexAllAsync();
        Assert.Single(await _bench.FindAsync(Ann, "parrot"));

        await _bench.ForgetCallAsync(Ann, "a1");
        await _bench.IndexAllAsync();

        Assert.Empty(await _bench.FindAsync(Ann, "parrot"));
    }

    [Theory]
    [InlineData(OpenMemoryDialect.UserIds)]
    [InlineData(OpenMemoryDialect.Tenants)]
    public async Task Server_exchanged_for_another_version_is_told_everything_of_who_calls_next(OpenMemoryDialect dialect)
    {
        await _bench.TeachAsync(Ann, "a1", Turns[..5]);
        await _bench.IndexAllAsync();
        (Server.Dialect, Server.DevAllowNoAuth) = (dialect, true);
        _bench.Clock.Advance(TimeSpan.FromMinutes(2));

        await _bench.TeachAsync(Ann, "a2", "One more.");
        await _bench.IndexAllAsync();

        await AssertHoldsAsync(Ann, [.. Turns[..5], "One more."]);
    }

    [Fact]
    public async Task Server_that_lost_its_memories_is_told_them_again()
    {
        await _bench.TeachAsync(Ann, "a1", Turns[..5]);
        await _bench.IndexAllAsync();
        await Server.RestartAsync(keepsData: false);
        await _bench.TeachAsync(Ann, "a2", "One more.");

        await _bench.IndexAllAsync();

        await AssertHoldsAsync(Ann, [.. Turns[..5], "One more."]);
        Assert.Equal(6, Server.Memories.Count(IsOfCall));
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("gateway")]
    [InlineData("other")]
    [InlineData("huge")]
    [InlineData("tenant")]
    [InlineData("auth")]
    [InlineData("key")]
    public async Task Server_that_can_not_be_used_costs_no_search_and_is_told_all_when_it_can(string fault)
    {
        await _bench.TeachAsync(Ann, "a1", Turns[..5]);
        var key = Server.Key;
        Set(fault, isOn: true, "another key");
        await _bench.IndexAsync();

        Assert.Equal(1, await _bench.WaitingAsync());
        Assert.Equal(5, (await _bench.SearchAsync(Ann, "parrot")).Memories.Count);
        if (fault != "empty")
            await Assert.ThrowsAnyAsync<EngineException>(async () => await _bench.Engine.CheckAsync(CancellationToken.None));

        Set(fault, isOn: false, key);
        await _bench.IndexAllAsync();
        await AssertHoldsAsync(Ann, Turns[..5]);
    }

    [Fact]
    public async Task Server_is_never_given_more_than_eight_at_a_time()
    {
        Server.Faults.AddDelay = TimeSpan.FromMilliseconds(5);
        for (var i = 0; i < 6; i++)
            await _bench.TeachAsync(EngineBench.Caller(i), $"c{i}", Turns);

        await _bench.IndexAllAsync();

        Assert.InRange(Server.Busiest, 2, 8);
    }

    // A trial of the server whose deletion failed may lie there as well.
    private static bool IsOfCall(ServerMemory memory) => memory.Metadata["elaoms_id"]!.ToString() != "trial";

    private void Set(string fault, bool isOn, string? key)
    {
        var faults = Server.Faults;
        _ = fault switch
        {
            "empty" => faults.EmptyAnswers = isOn,
            "gateway" => faults.BadGateway = isOn,
            "other" => faults.OtherService = isOn,
            "huge" => faults.HugeAnswers = isOn,
            "tenant" => faults.TenantMismatch = isOn,
            "auth" => faults.AuthNotConfigured = isOn,
            _ => (Server.Key = key) is null,
        };
    }

    private async Task<IReadOnlyList<IndexedMemory>> HeldAsync(Caller caller) => [.. (await _bench.NoteAsync(caller))!.Held.Values];

    private async Task AssertHoldsAsync(Caller caller, string[] texts)
    {
        var held = await HeldAsync(caller);
        Assert.Equal(texts.Length, held.Count);
        var contents = Server.Memories.ToDictionary(memory => memory.Id, memory => memory.Given, StringComparer.Ordinal);
        Assert.Equal(
            texts.Order(StringComparer.Ordinal),
            held.Select(memory => texts.Single(text => contents[Assert.Single(memory.Ids)].StartsWith(text, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal));
    }

    public sealed class UserIds() : OpenMemoryFaultTests(EngineKind.UserIds);

    public sealed class Tenants() : OpenMemoryFaultTests(EngineKind.Tenants);
}
