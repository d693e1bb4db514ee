using Elaoms.Core.Calls;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Tests.Indexes.Embeddings;
using Elaoms.Tests.Indexes.Engines;
using Xunit;

namespace Elaoms.EndToEnd.Indexes.Engines;

/// <summary>What search-data makes of a server of embeddings: more when it is well, and never less than our own index finds.</summary>
[LongRunning]
public sealed class EmbeddingsSearchTests : IAsyncLifetime
{
    // Long enough for a busy machine; only a server that hangs takes it.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly Caller Ann = EngineBench.Caller(1);
    private static readonly Caller Ben = EngineBench.Caller(2);

    private EngineBench _bench = null!;

    private EmbeddingsServer Server => _bench.Embeddings!;

    public async Task InitializeAsync()
    {
        _bench = await EngineBench.StartAsync(EngineKind.Embeddings, Deadline);
        // The server of these tests knows no word but by its letters: "is" is what only it looks at. Our own index finds the turns around
        // too, so there are some between.
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.", "A kettle broke.", "It rained.", "Snow fell.", "Oslo is far.");
        await _bench.TeachAsync(Ben, "b1", "The parrot is blue.");
        await _bench.IndexAllAsync();
        await _bench.Engine.CheckAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task What_only_vectors_find_comes_after_what_both_find()
    {
        var own = await _bench.SearchOwnAsync(Ann, "is the parrot");
        var found = await EventuallyFoundAsync("is the parrot", own.Count + 1);

        Assert.Equal("The parrot is green.", found[0].Text);
        Assert.Contains(found, memory => memory.Text == "Oslo is far.");
        Assert.All(found, memory => Assert.Equal("a1", memory.ConversationId));
    }

    [Theory]
    [InlineData("down", "unreachable")]
    [InlineData("hangs", null)]
    [InlineData("400", "fault")]
    [InlineData("401", "key")]
    [InlineData("403", "key")]
    [InlineData("404", "model")]
    [InlineData("302", "model")]
    [InlineData("429", "rate_limited")]
    [InlineData("500", null)]
    [InlineData("huge", null)]
    [InlineData("no json", null)]
    [InlineData("other json", null)]
    [InlineData("null", null)]
    [InlineData("empty", null)]
    [InlineData("no base64", null)]
    [InlineData("missing", null)]
    [InlineData("nan", null)]
    [InlineData("infinite", null)]
    [InlineData("dimension", "model")]
    public async Task Server_that_fails_costs_nothing_of_what_our_own_index_finds_and_is_counted(string fault, string? reason)
    {
        await SetAsync(fault);
        var requests = Server.Log.Count;

        for (var i = 0; i < 6; i++)
            Assert.Equal("The parrot is green.", (await _bench.SearchAsync(Ann, "parrot")).Memories[0].Memory.Text);

        Assert.Equal(0, _bench.Metrics.Sum("elaoms.recall.faults{route=search-data,reason=deadline}"));
        var errors = _bench.Metrics.Series.Where(
            series => series.StartsWith("elaoms.engine.errors{engine=embeddings", StringComparison.Ordinal)).ToList();
        Assert.Equal(6, errors.Sum(_bench.Metrics.Sum));
        // Neither we nor the client try again for a caller who waits.
        Assert.InRange(Server.Log.Count - requests, 0, 6);
        if (reason is not null)
            Assert.Contains($"elaoms.engine.errors{{engine=embeddings,reason={reason}}}", errors, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Server_that_never_answers_is_left_alone_after_a_few_searches_and_asked_again_later()
    {
        Server.Faults.Hangs = true;
        for (var i = 0; i < 6; i++)
            await _bench.SearchAsync(Ann, "parrot");
        var requests = Server.Log.Count;

        await _bench.SearchAsync(Ann, "parrot");

        Assert.Equal(requests, Server.Log.Count);
        Assert.True(_bench.Metrics.Sum("elaoms.engine.errors{engine=embeddings,reason=left_alone}") >= 1);
        Server.Faults.Hangs = false;
        await EventuallyFoundAsync("is the parrot", 2);
    }

    [Fact]
    public async Task What_is_searched_for_is_sent_only_when_there_is_something_to_compare_it_with()
    {
        await _bench.SearchAsync(EngineBench.Caller(3), "parrot");
        await _bench.SearchAsync(Ann, "  ");

        Assert.DoesNotContain("parrot", Server.Texts, StringComparer.Ordinal);
        Assert.DoesNotContain(Server.Texts, text => text.Trim().Length == 0);
    }

    [Theory]
    [InlineData("down")]
    [InlineData("401")]
    [InlineData("no json")]
    public async Task Check_fails_as_the_server_does_and_asks_no_more_than_once_a_minute(string fault)
    {
        var before = Server.Log.Count;
        await _bench.Engine.CheckAsync(CancellationToken.None);
        Assert.Equal(before, Server.Log.Count);

        await SetAsync(fault);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAnyAsync<EngineException>(() => _bench.Engine.CheckAsync(CancellationToken.None));
        await Assert.ThrowsAnyAsync<EngineException>(() => _bench.Engine.CheckAsync(CancellationToken.None));
    }

    // The machine may be so busy that the server is too slow for one search.
    private async Task<IReadOnlyList<Memory>> EventuallyFoundAsync(string query, int atLeast)
    {
        IReadOnlyList<Memory> found = [];
        await Tests.Server.Eventually.IsTrueAsync(
            async () =>
            {
                _bench.Clock.Advance(TimeSpan.FromSeconds(11));
                found = [.. (await _bench.SearchAsync(Ann, query)).Memories.Select(one => one.Memory)];
                return found.Count >= atLeast;
            },
            $"at least {atLeast} memories are found");
        return found;
    }

    private async Task SetAsync(string fault)
    {
        var faults = Server.Faults;
        switch (fault)
        {
            case "down":
                await Server.StopAsync();
                break;
            case "hangs":
                faults.Hangs = true;
                break;
            case "huge":
                faults.Huge = true;
                break;
            case "no json":
                faults.Body = "<html>";
                break;
            case "other json":
                faults.Body = """{"data":{"embedding":[1,2]}}""";
                break;
            case "null":
                faults.Body = "null";
                break;
            case "empty":
                faults.Body = """{"data":[]}""";
                break;
            case "no base64":
                faults.Body = """{"data":[{"index":0,"embedding":"!!"}]}""";
                break;
            case "missing":
                faults.Missing = 1;
                break;
            case "nan":
                faults.FirstNumber = float.NaN;
                break;
            case "infinite":
                faults.FirstNumber = float.PositiveInfinity;
                break;
            case "dimension":
                Server.Dimensions = 100;
                break;
            default:
                faults.Status = int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture);
                break;
        }
    }
}
