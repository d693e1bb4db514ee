using Elaoms.Core.Calls;
using Elaoms.Tests.Indexes.Embeddings;
using Elaoms.Tests.Indexes.Engines;
using Xunit;

namespace Elaoms.EndToEnd.Indexes.Engines;

/// <summary>
/// Whatever is wrong with the server of embeddings while calls are learned: nothing is lost, and what can be mended is mended by itself.
/// </summary>
public sealed class EmbeddingsFaultTests : IAsyncLifetime
{
    private static readonly Caller Ann = EngineBench.Caller(1);
    private static readonly string[] Turns =
        [.. Enumerable.Range(0, 40).Select(i => $"{OwnWords.Of($"turn {i}")}, the {(i % 2 == 0 ? "parrot" : "kettle")} and thing{i}.")];

    private EngineBench _bench = null!;

    private EmbeddingsServer Server => _bench.Embeddings!;

    public async Task InitializeAsync() => _bench = await EngineBench.StartAsync(EngineKind.Embeddings);

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Server_that_can_not_be_used_is_asked_again_until_it_can(int status)
    {
        Server.Faults.Status = status;
        await _bench.TeachAsync(Ann, "a1", Turns);
        await _bench.IndexAsync();
        _bench.Clock.Advance(TimeSpan.FromDays(1));
        await _bench.RestartAsync();
        await _bench.IndexAsync();
        Assert.Equal(1, await _bench.WaitingAsync());

        Server.Faults.Status = 200;
        await _bench.IndexAllAsync();

        await AssertHoldsAllButAsync(refused: null);
    }

    [Theory]
    [InlineData("<html>", null)]
    [InlineData(null, float.NaN)]
    public async Task Answer_that_makes_no_sense_leaves_no_vector(string? body, float? number)
    {
        (Server.Faults.Body, Server.Faults.FirstNumber) = (body, number);
        await _bench.TeachAsync(Ann, "a1", Turns);
        await _bench.IndexAsync();
        Assert.Null(await _bench.VectorsAsync(Ann));

        (Server.Faults.Body, Server.Faults.FirstNumber) = (null, null);
        await _bench.IndexAllAsync();

        await AssertHoldsAllButAsync(refused: null);
    }

    [Fact]
    public async Task Vectors_of_several_lengths_are_no_answer()
    {
        Server.Faults.SeveralLengths = true;
        await _bench.TeachAsync(Ann, "a1", Turns);

        await _bench.IndexAsync();

        Assert.Null(await _bench.VectorsAsync(Ann));
        Assert.Equal(1, await _bench.WaitingAsync());
    }

    [Fact]
    public async Task Server_that_takes_few_texts_at_a_time_is_given_few()
    {
        Server.Faults.MaxInputs = 6;
        await _bench.TeachAsync(Ann, "a1", Turns);

        await _bench.IndexAllAsync();

        await AssertHoldsAllButAsync(refused: null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Text_that_the_server_refuses_or_fails_on_is_given_up_and_the_others_have_vectors(bool refuses)
    {
        _ = refuses ? Server.Faults.Refuses = "thing7." : Server.Faults.FailsOn = "thing7.";
        await _bench.TeachAsync(Ann, "a1", Turns);

        await _bench.IndexAllAsync();
        await AssertHoldsAllButAsync(refused: EngineBench.IdOf("a1", 7));
        Assert.Contains((await _bench.SearchAsync(Ann, "thing7")).Memories, found => found.Memory.Turn == 7);

        var before = Server.Log.Count;
        await _bench.TeachAsync(Ann, "a2", "One more.");
        await _bench.IndexAllAsync();
        Assert.Equal(["One more."], Server.Log.Skip(before).SelectMany(texts => texts));
    }

    [Fact]
    public async Task Server_asking_for_fewer_requests_is_left_alone_for_as_long_as_it_asks()
    {
        (Server.Faults.Status, Server.Faults.RetryAfter) = (429, "90");
        await _bench.TeachAsync(Ann, "a1", Turns);
        await _bench.IndexAsync();
        var requests = Server.Log.Count;
        Server.Faults.Status = 200;

        _bench.Clock.Advance(TimeSpan.FromSeconds(80));
        await _bench.IndexAsync();
        Assert.Equal(requests, Server.Log.Count);

        _bench.Clock.Advance(TimeSpan.FromSeconds(11));
        await _bench.IndexAsync();
        await AssertHoldsAllButAsync(refused: null);
    }

    private async Task AssertHoldsAllButAsync(string? refused)
    {
        var held = (await _bench.VectorsAsync(Ann))!.Held;
        Assert.Equal(Turns.Length, held.Count);
        Assert.All(held, memory => Assert.Equal(memory.Key == refused ? 0 : Server.Dimensions, memory.Value.Vector.Length));
    }
}
