using Elaoms.Core.Calls;
using Elaoms.Core.Records.Memories;
using Elaoms.Tests.Indexes.OpenMemory;
using Elaoms.Tests.Indexes.Engines;
using Xunit;

namespace Elaoms.EndToEnd.Indexes.Engines;

/// <summary>What search-data makes of an OpenMemory server: more when it is well, and never less than our own index finds.</summary>
[LongRunning]
public abstract class OpenMemorySearchTests(EngineKind kind) : IAsyncLifetime
{
    // A fifth of it is what is left of a search after a server that never answers: as long as this machine may stall.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly Caller Ann = EngineBench.Caller(1);
    private static readonly Caller Ben = EngineBench.Caller(2);

    private EngineBench _bench = null!;

    private FakeOpenMemory Server => _bench.Server!;

    public async Task InitializeAsync()
    {
        _bench = await EngineBench.StartAsync(kind, Deadline);
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.", "Yes.", "Well.", "A kettle broke.", "Oslo is far.");
        await _bench.TeachAsync(Ben, "b1", "The parrot is blue.");
        await _bench.IndexAllAsync();
        // The first search of a process makes the connection, which may take as long as these tests let a search take.
        await _bench.Engine.CheckAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task What_only_the_server_finds_comes_after_what_both_find()
    {
        await Server.RestartAsync();
        var found = await EventuallyFoundAsync("parrot", 5);

        Assert.Equal("The parrot is green.", found[0].Text);
        Assert.All(found, memory => Assert.Equal("a1", memory.ConversationId));
    }

    [Fact]
    public async Task Result_bears_what_our_record_says_and_not_what_the_server_says()
    {
        var memory = (await EventuallyFoundAsync("parrot", 5))[0];

        Assert.Equal(
            (EngineBench.IdOf("a1", 0), Sector.Episodic, Salience.Low, "user", 0),
            (memory.Id, memory.Sector, memory.Salience, memory.Role, memory.Turn));
    }

    [Fact]
    public async Task What_was_said_again_is_one_memory_wherever_it_is_found()
    {
        await _bench.TeachAsync(Ann, "a2", "The parrot is green!");
        await _bench.IndexAllAsync();
        await EventuallyFoundAsync("parrot", 5);

        var found = (await _bench.SearchAsync(Ann, "parrot")).Memories;

        Assert.Equal(("a2", 2), (found[0].Memory.ConversationId, found[0].Count));
        Assert.All(found.Skip(1), memory => Assert.Equal(1, memory.Count));
        Assert.Equal(found.Count, found.DistinctBy(memory => memory.Memory.Text).Count());
    }

    [Theory]
    [InlineData("down")]
    [InlineData("hangs")]
    [InlineData("gateway")]
    [InlineData("huge")]
    [InlineData("auth")]
    [InlineData("cut")]
    public async Task Server_that_fails_costs_nothing_of_what_our_own_index_finds(string fault)
    {
        await SetAsync(fault);

        for (var i = 0; i < 6; i++)
            Assert.Equal("The parrot is green.", (await _bench.SearchAsync(Ann, "parrot")).Memories[0].Memory.Text);

        Assert.Equal(0, _bench.Metrics.Sum("elaoms.recall.faults{route=search-data,reason=deadline}"));
        Assert.Equal(
            6,
            _bench.Metrics.Series.Where(series => series.StartsWith("elaoms.engine.errors{engine=openmemory", StringComparison.Ordinal))
                .Sum(_bench.Metrics.Sum));
    }

    [Fact]
    public async Task Server_that_never_answers_is_left_alone_after_a_few_searches()
    {
        Server.Faults.QueryDelay = Timeout.InfiniteTimeSpan;
        for (var i = 0; i < 6; i++)
            await _bench.SearchAsync(Ann, "parrot");
        var requests = Server.Requests;

        await _bench.SearchAsync(Ann, "parrot");

        Assert.Equal(requests, Server.Requests);
        Assert.True(_bench.Metrics.Sum("elaoms.engine.errors{engine=openmemory,reason=left_alone}") >= 1);

        Server.Faults.QueryDelay = TimeSpan.Zero;
        _bench.Clock.Advance(TimeSpan.FromSeconds(11));
        await EventuallyFoundAsync("parrot", 5);
    }

    [Fact]
    public async Task Server_that_is_slow_but_in_time_is_waited_for()
    {
        Server.Faults.QueryDelay = TimeSpan.FromMilliseconds(50);

        await EventuallyFoundAsync("parrot", 5);
    }

    [Fact]
    public async Task Caller_the_server_knows_nothing_of_is_not_asked_for()
    {
        var before = Server.Log.Count(line => line == "POST memory/query");

        await _bench.SearchAsync(EngineBench.Caller(3), "parrot");

        Assert.Equal(before, Server.Log.Count(line => line == "POST memory/query"));
    }

    [Fact]
    public async Task Server_full_of_other_callers_hides_nothing()
    {
        await Task.WhenAll(Enumerable.Range(10, 40).Select(i => _bench.TeachAsync(
            EngineBench.Caller(i), $"c{i}", "The parrot is green.", "The parrot is green and sings.", $"My parrot {i}.")));
        await _bench.IndexAllAsync();

        Assert.All(await EventuallyFoundAsync("parrot green", 1), memory => Assert.Equal("a1", memory.ConversationId));
    }

    // The machine may be so busy that the server is too slow for one search.
    private async Task<IReadOnlyList<Memory>> EventuallyFoundAsync(string query, int atLeast)
    {
        IReadOnlyList<Memory> found = [];
        await Tests.Server.Eventually.IsTrueAsync(
            async () =>
            {
                _bench.Clock.Advance(TimeSpan.FromSeconds(11));
                found = [.. (await _bench.SearchAsync(Ann, query)).Memories.Select(memory => memory.Memory)];
                return found.Count >= atLeast;
            },
            $"at least {atLeast} memories are found");
        return found;
    }

    private async Task SetAsync(string fault)
    {
        switch (fault)
        {
            case "down":
                await Server.StopAsync();
                break;
            case "hangs":
                Server.Faults.QueryDelay = Timeout.InfiniteTimeSpan;
                break;
            case "gateway":
                Server.Faults.BadGateway = true;
                break;
            case "huge":
                Server.Faults.HugeAnswers = true;
                break;
            case "auth":
                Server.Faults.AuthNotConfigured = true;
                break;
            default:
                Server.Faults.CutBodyEvery = 1;
                break;
        }
    }

    public sealed class UserIds() : OpenMemorySearchTests(EngineKind.UserIds);

    public sealed class Tenants() : OpenMemorySearchTests(EngineKind.Tenants);
}
