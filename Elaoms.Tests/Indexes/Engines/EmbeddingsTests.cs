using Elaoms.Core.Calls;
using Elaoms.Indexes.Embeddings;
using Elaoms.Core.Erasure;
using Elaoms.Core.Indexing;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Indexes.Embeddings;
using Xunit;

namespace Elaoms.Tests.Indexes.Engines;

/// <summary>Vectors of a caller's memories: which there are, of what, and whose.</summary>
public sealed class EmbeddingsTests : IAsyncLifetime
{
    private static readonly Caller Ann = EngineBench.Caller(1);
    private static readonly Caller Ben = EngineBench.Caller(2);
    private static readonly string[] Turns =
        [.. Enumerable.Range(0, 200).Select(i => $"{OwnWords.Of($"turn {i}")}, the {(i % 2 == 0 ? "parrot" : "kettle")} and thing{i}.")];

    private EngineBench _bench = null!;

    private EmbeddingsServer Server => _bench.Embeddings!;

    public async Task InitializeAsync() => _bench = await EngineBench.StartAsync(EngineKind.Embeddings);

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Each_memory_has_a_vector_and_each_text_was_sent_once_and_nothing_else()
    {
        await _bench.TeachAsync(Ann, "a1", [.. Turns, "Yes.", "Yes.", "  "]);
        await _bench.IndexAllAsync();
        await _bench.TeachAsync(Ann, "a2", "Yes.", "One more.");
        await _bench.IndexAllAsync();

        var held = (await _bench.VectorsAsync(Ann))!.Held;
        Assert.Equal(Turns.Length + 4, held.Count);
        Assert.All(held.Values, vector => Assert.Equal(Server.Dimensions, vector.Vector.Length));
        Assert.Equal(Sorted([.. Turns, "Yes.", "One more."]), Sorted(Server.Texts));
        Assert.All(Server.Log, texts => Assert.InRange(texts.Count, 1, 64));
        Assert.All(Server.Keys, key => Assert.Equal("Bearer sk-test", key));
    }

    [Fact]
    public async Task Server_without_a_key_is_sent_none()
    {
        Server.Key = null;
        await _bench.RestartAsync();
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.");

        await _bench.IndexAllAsync();

        Assert.Null(Assert.Single(Server.Keys));
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, false, true)]
    public async Task Other_servers_ways_to_answer_are_understood(bool onlyArrays, bool shuffles, bool isTerse)
    {
        (Server.OnlyArrays, Server.Shuffles, Server.IsTerse) = (onlyArrays, shuffles, isTerse);
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.", "The invoice is wrong.", "Oslo is far.");

        await _bench.IndexAllAsync();

        Assert.Equal("The parrot is green.", (await _bench.FindAsync(Ann, "parrot"))[0].Text);
        Assert.Equal("Oslo is far.", (await _bench.FindAsync(Ann, "Oslo"))[0].Text);
    }

    [Fact]
    public async Task Same_words_are_found_once_as_they_were_said_last()
    {
        await _bench.TeachAsync(Ann, "a1", "How can I help you?", "My parrot needs help.");
        await _bench.TeachAsync(Ann, "a2", "How can I help you?");
        await _bench.IndexAllAsync();

        Assert.Equal(["a2", "a1"], (await _bench.FindAsync(Ann, "how can you help")).Select(memory => memory.ConversationId));
    }

    [Fact]
    public async Task Long_text_is_sent_cut_in_the_middle_of_no_character()
    {
        await _bench.TeachAsync(Ann, "a1", "parrot " + new string('x', 1992) + "🦜🦜");

        await _bench.IndexAllAsync();

        Assert.Equal("parrot " + new string('x', 1992), Assert.Single(Server.Texts));
        Assert.Single(await _bench.FindAsync(Ann, "parrot"));
    }

    [Fact]
    public async Task Last_4000_memories_have_vectors()
    {
        Server.Dimensions = 8;
        await _bench.TeachAsync(Ann, "a1", [.. Enumerable.Range(0, 4010).Select(i => $"thing{i}")]);

        await _bench.IndexAllAsync();

        var held = (await _bench.VectorsAsync(Ann))!.Held;
        Assert.Equal(4000, held.Count);
        Assert.DoesNotContain(EngineBench.IdOf("a1", 9), held.Keys);
        Assert.Contains(EngineBench.IdOf("a1", 10), held.Keys);
    }

    [Fact]
    public async Task Caller_who_is_forgotten_in_part_keeps_the_vectors_of_the_rest()
    {
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.");
        await _bench.TeachAsync(Ann, "a2", "A kettle broke.");
        await _bench.IndexAllAsync();

        await _bench.ForgetCallAsync(Ann, "a1");
        await _bench.IndexAllAsync();

        Assert.Equal([EngineBench.IdOf("a2", 0)], (await _bench.VectorsAsync(Ann))!.Held.Keys);
        Assert.Equal(2, Server.Texts.Count());
    }

    [Fact]
    public async Task Caller_who_is_erased_has_no_vectors_even_where_the_engine_is_off_by_then()
    {
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.");
        await _bench.TeachAsync(Ben, "b1", "The parrot is blue.");
        await _bench.IndexAllAsync();

        await using (var off = _bench.OpenWithoutEmbeddings())
            Assert.True((await off.Get<EraseCaller>().EraseAsync(off.Get<CallerKeys>().Of(Ann), CancellationToken.None)).Any);

        Assert.Null(await _bench.VectorsAsync(Ann));
        Assert.Single((await _bench.VectorsAsync(Ben))!.Held);
    }

    [Fact]
    public async Task Erasing_needs_no_server()
    {
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.");
        await _bench.IndexAllAsync();
        await Server.StopAsync();

        Assert.True(
            (await _bench.Stores.Get<EraseCaller>().EraseAsync(_bench.Stores.Get<CallerKeys>().Of(Ann), CancellationToken.None)).Any);

        Assert.Null(await _bench.VectorsAsync(Ann));
    }

    [Fact]
    public async Task Another_model_makes_all_vectors_of_who_calls_next_anew_and_finds_nothing_by_the_old_ones()
    {
        await _bench.TeachAsync(Ann, "a1", Turns[..5]);
        await _bench.TeachAsync(Ben, "b1", Turns[..5]);
        await _bench.IndexAllAsync();
        _bench.Model = "model-b";
        await _bench.RestartAsync();
        var before = Server.Log.Count;
        Assert.Empty(await _bench.FindAsync(Ann, "parrot"));
        Assert.Equal(before, Server.Log.Count);

        await _bench.TeachAsync(Ann, "a2", "One more parrot.");
        await _bench.IndexAllAsync();

        Assert.Equal(Sorted([.. Turns[..5], "One more parrot."]), Sorted(Server.Log.Skip(before).SelectMany(texts => texts)));
        Assert.Contains("model-b", (await _bench.VectorsAsync(Ann))!.Model, StringComparison.Ordinal);
        Assert.Equal(4, (await _bench.FindAsync(Ann, "parrot")).Count);
        Assert.Empty(await _bench.FindAsync(Ben, "parrot"));
    }

    [Fact]
    public async Task Another_model_under_the_same_name_fails_searches_until_its_vectors_are_made()
    {
        await _bench.TeachAsync(Ann, "a1", Turns[..5]);
        await _bench.IndexAllAsync();
        Server.Dimensions = 100;
        Assert.Equal("model", (await Assert.ThrowsAsync<EmbeddingsException>(() => _bench.FindAsync(Ann, "parrot"))).Reason);

        await _bench.TeachAsync(Ann, "a2", "One more parrot.");
        await _bench.IndexAllAsync();

        Assert.All((await _bench.VectorsAsync(Ann))!.Held.Values, held => Assert.Equal(100, held.Vector.Length));
        Assert.Equal(4, (await _bench.FindAsync(Ann, "parrot")).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reindexing_makes_what_is_missing_and_all_of_it_anew_when_asked_to(bool anew)
    {
        await _bench.TeachAsync(Ann, "a1", Turns[..5]);
        await _bench.TeachAsync(Ben, "b1", Turns[..5]);
        await _bench.IndexAllAsync();
        await _bench.Stores.Get<IDocumentStore<CallerVectors>>().DeleteAsync(_bench.Key(Ben), CancellationToken.None);
        var before = Server.Texts.Count();

        var end = await _bench.Stores.Get<Reindex>().RunAsync(anew, new Progress<ReindexProgress>(), CancellationToken.None);

        Assert.Equal((2, 0), (end.Done, end.Failed));
        Assert.Equal(before + (anew ? 10 : 5), Server.Texts.Count());
        Assert.Equal(5, (await _bench.VectorsAsync(Ben))!.Held.Count);
    }

    [Fact]
    public async Task What_was_made_before_a_fault_is_stored_and_not_made_again()
    {
        await _bench.TeachAsync(Ann, "a1", Turns);
        Server.OnRequest = () => Server.Faults.Status = Server.Log.Count <= 3 ? 200 : 401;
        await _bench.IndexAsync();
        Assert.Equal(192, (await _bench.VectorsAsync(Ann))!.Held.Count);

        (Server.OnRequest, Server.Faults.Status) = (null, 200);
        await _bench.IndexAllAsync();

        Assert.Equal(Turns.Length, (await _bench.VectorsAsync(Ann))!.Held.Count);
        Assert.Equal(Turns.Length + 8, Server.Texts.Count(text => text != EmbeddingsIndexer.TrialText));
    }

    [Fact]
    public async Task Turn_that_takes_a_minute_stores_what_it_has_and_another_goes_on()
    {
        await _bench.TeachAsync(Ann, "a1", Turns);
        Server.OnRequest = () => _bench.Clock.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(IndexResult.Incomplete, await _bench.Engine.IndexAsync(_bench.Key(Ann), CancellationToken.None));
        Assert.Equal(128, (await _bench.VectorsAsync(Ann))!.Held.Count);

        Assert.Equal(IndexResult.Complete, await _bench.Engine.IndexAsync(_bench.Key(Ann), CancellationToken.None));
        Assert.Equal(Turns.Length, Server.Texts.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Indexing_again_asks_for_nothing_and_writes_nothing()
    {
        await _bench.TeachAsync(Ann, "a1", [.. Turns[..5], "Yes.", "Yes."]);
        await _bench.IndexAllAsync();
        var vectors = _bench.Stores.Get<IDocumentStore<CallerVectors>>();
        var (requests, tag) = (Server.Log.Count, await vectors.ReadETagAsync(_bench.Key(Ann), CancellationToken.None));

        await _bench.Engine.IndexAsync(_bench.Key(Ann), CancellationToken.None);

        Assert.Equal((requests, tag), (Server.Log.Count, await vectors.ReadETagAsync(_bench.Key(Ann), CancellationToken.None)));
    }

    [Fact]
    public async Task Processes_that_race_for_a_caller_leave_the_vectors_of_one()
    {
        await _bench.TeachAsync(Ann, "a1", Turns[..5]);
        await using var other = _bench.Open();
        Server.OnRequest = () =>
        {
            Server.OnRequest = null;
            other.Get<IEnumerable<IMemoryEngine>>().Last().IndexAsync(_bench.Key(Ann), CancellationToken.None).GetAwaiter().GetResult();
        };

        var fault = await Assert.ThrowsAsync<EngineException>(() => _bench.Engine.IndexAsync(_bench.Key(Ann), CancellationToken.None));

        Assert.False(fault.ConcernsAll);
        Assert.Equal(5, (await _bench.VectorsAsync(Ann))!.Held.Count);
    }

    [Theory]
    [InlineData("+12025550147")]
    [InlineData("green secret")]
    public async Task Messages_of_faults_quote_nothing_that_was_sent(string secret)
    {
        Server.Faults.Status = 403;
        await _bench.TeachAsync(Ann, "a1", secret);

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => _bench.Engine.IndexAsync(_bench.Key(Ann), CancellationToken.None));

        Assert.DoesNotContain(secret, fault.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> texts) => texts.Order(StringComparer.Ordinal);
}
