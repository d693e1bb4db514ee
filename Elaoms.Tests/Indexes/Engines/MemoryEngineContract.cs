using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Erasure;
using Elaoms.Core.Operators;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Xunit;

namespace Elaoms.Tests.Indexes.Engines;

/// <summary>What <see cref="IMemoryEngine"/> promises, of each engine.</summary>
public abstract class MemoryEngineContract(EngineKind kind) : IAsyncLifetime
{
    private static readonly Caller Ann = EngineBench.Caller(1);
    private static readonly Caller Ben = EngineBench.Caller(2);

    private EngineBench _bench = null!;

    public async Task InitializeAsync() => _bench = await EngineBench.StartAsync(kind);

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Memory_that_was_indexed_is_found_by_its_words()
    {
        await _bench.TeachAsync(Ann, "c1", "My parrot needs seeds.", "The invoice is wrong.", "I moved to Oslo in spring.");
        await _bench.IndexAllAsync();

        Assert.Equal("The invoice is wrong.", (await _bench.FindAsync(Ann, "invoice"))[0].Text);
        Assert.Equal("I moved to Oslo in spring.", (await _bench.FindAsync(Ann, "moved Oslo"))[0].Text);
    }

    [Fact]
    public async Task Memory_is_found_once_and_at_most_as_many_as_are_wanted_are_enough()
    {
        await _bench.TeachAsync(
            Ann,
            "c1",
            [
                .. Enumerable.Range(0, 30).Select(i => $"The parrot ate seed number {i} of thirty."),
                string.Join(' ', Enumerable.Repeat("A parrot again and again.", 20)),
            ]);
        await _bench.IndexAllAsync();

        var found = await _bench.FindAsync(Ann, "parrot", 50);

        Assert.Equal(found.Count, found.Select(memory => memory.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(found, memory => memory.Turn == 30);
    }

    [Fact]
    public async Task Same_words_of_two_callers_are_found_for_each_as_their_own()
    {
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.", "Yes.", "Thank you for calling, how can I help you today?");
        await _bench.TeachAsync(Ben, "b1", "The parrot is green.", "Yes.", "Thank you for calling, how can I help you today?");
        await _bench.IndexAllAsync();

        Assert.Equal("a1", (await _bench.FindAsync(Ann, "parrot green"))[0].ConversationId);
        Assert.Equal("b1", (await _bench.FindAsync(Ben, "parrot green"))[0].ConversationId);
        Assert.All(await _bench.FindAsync(Ben, "calling help", 50), memory => Assert.Equal("b1", memory.ConversationId));
    }

    [Fact]
    public async Task Caller_without_a_record_has_nothing_to_be_found()
    {
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.");
        await _bench.IndexAllAsync();

        Assert.Empty(await _bench.FindAsync(Ben, "parrot"));
        Assert.Equal(IndexResult.Complete, await _bench.Engine.IndexAsync(_bench.Key(Ben), CancellationToken.None));
    }

    [Fact]
    public async Task Indexing_again_changes_nothing()
    {
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.", "It sings.");
        await _bench.IndexAllAsync();
        var (held, note) = (_bench.Server?.Memories.Select(memory => memory.Id), await _bench.NoteAsync(Ann));

        Assert.Equal(IndexResult.Complete, await _bench.Engine.IndexAsync(_bench.Key(Ann), CancellationToken.None));
        await _bench.RestartAsync();
        Assert.Equal(IndexResult.Complete, await _bench.Engine.IndexAsync(_bench.Key(Ann), CancellationToken.None));

        Assert.Equal(held, _bench.Server?.Memories.Select(memory => memory.Id));
        Assert.Equivalent(note, await _bench.NoteAsync(Ann), strict: true);
    }

    [Fact]
    public async Task Call_that_is_replaced_or_forgotten_is_found_no_more()
    {
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.", "It sings.");
        await _bench.TeachAsync(Ann, "a2", "A kettle broke.");
        await _bench.IndexAllAsync();

        await _bench.TeachAsync(Ann, "a1", "The parrot is blue.", "It sings.");
        await _bench.ForgetCallAsync(Ann, "a2");
        await _bench.IndexAllAsync();

        var found = await _bench.FindAsync(Ann, "parrot green blue kettle sings", 50);
        Assert.Contains(found, memory => memory.Text == "The parrot is blue.");
        Assert.DoesNotContain(found, memory => memory.Text is "The parrot is green." or "A kettle broke.");
        Assert.Equal(_bench.Server is null ? 0 : 2, _bench.Server?.Memories.Count ?? 0);
    }

    [Fact]
    public async Task Forgotten_value_is_held_by_no_index()
    {
        await _bench.TeachAsync(Ann, "a1", "The parrot came from Zanzibar.", "It sings.");
        await _bench.IndexAllAsync();
        var before = (await _bench.VectorsAsync(Ann))?.Held[EngineBench.IdOf("a1", 0)];
        _bench.Embeddings?.Log.Clear();

        var result = await _bench.Stores.Get<ChangeCaller>().ChangeAsync(
            _bench.Key(Ann),
            new ChangeRequest { Id = "one", By = "test", Kind = ChangeKind.Forget, Old = "Zanzibar" },
            CancellationToken.None);
        Assert.True(result.IsDone);
        await _bench.IndexAllAsync();

        Assert.DoesNotContain("Zanzibar", (await _bench.FindAsync(Ann, "parrot"))[0].Text, StringComparison.Ordinal);
        Assert.Equal(_bench.Server is null ? 0 : 2, _bench.Server?.Memories.Count ?? 0);
        Assert.All(
            _bench.Server?.Memories ?? [],
            memory => Assert.DoesNotContain("zanzibar", memory.Given + memory.Content, StringComparison.OrdinalIgnoreCase));
        if (_bench.Embeddings is null)
            return;
        var after = (await _bench.VectorsAsync(Ann))!.Held[EngineBench.IdOf("a1", 0)];
        Assert.False(before!.Vector.AsSpan().SequenceEqual(after.Vector), "The vector is still the one of the forgotten value.");
        Assert.NotEqual(before.Text, after.Text);
        Assert.DoesNotContain(
            _bench.Embeddings.Log.SelectMany(texts => texts), text => text.Contains("Zanzibar", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Caller_who_is_erased_leaves_nothing_and_the_others_all()
    {
        await _bench.TeachAsync(Ann, "a1", "The parrot is green.", "It sings.");
        await _bench.TeachAsync(Ben, "b1", "The parrot is green.", "It dances.");
        await _bench.IndexAllAsync();

        Assert.True(
            (await _bench.Stores.Get<EraseCaller>().EraseAsync(_bench.Stores.Get<CallerKeys>().Of(Ann), CancellationToken.None)).Any);
        await _bench.IndexAllAsync();

        Assert.Empty(await _bench.FindAsync(Ann, "parrot sings"));
        Assert.Null(await _bench.NoteAsync(Ann));
        Assert.Equal(2, (await _bench.FindAsync(Ben, "parrot dances")).Count);
        if (_bench.Server is not null)
            Assert.All(
                _bench.Server.Memories,
                memory => Assert.Contains("b1-", memory.Metadata["elaoms_id"]!.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("请问您需要什么帮助？")]
    [InlineData("Привет, как дела?")]
    [InlineData("?!")]
    [InlineData("\0 \u0001 x")]
    [InlineData(" ")]
    [InlineData("🦜🦜🦜")]
    public async Task Text_without_words_that_the_engine_knows_is_indexed_and_stays_the_callers_own(string text)
    {
        await _bench.TeachAsync(Ann, "a1", text, "The parrot is green.");
        await _bench.TeachAsync(Ben, "b1", "Это другое.", text);

        await _bench.IndexAllAsync();

        Assert.All(await _bench.FindAsync(Ann, text, 50), memory => Assert.Equal("a1", memory.ConversationId));
        Assert.Equal("a1", (await _bench.FindAsync(Ann, "parrot"))[0].ConversationId);
    }

    [Fact]
    public async Task Several_callers_are_indexed_side_by_side()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(
            i => _bench.TeachAsync(EngineBench.Caller(i), $"c{i}", $"The parrot of caller {i}.", "Hello.", $"Number {i} is mine.")));

        await _bench.IndexAllAsync();

        for (var i = 0; i < 12; i++)
            Assert.Equal($"c{i}", (await _bench.FindAsync(EngineBench.Caller(i), "parrot caller"))[0].ConversationId);
    }

    public sealed class Embedded() : MemoryEngineContract(EngineKind.Embedded);

    public sealed class UserIds() : MemoryEngineContract(EngineKind.UserIds);

    public sealed class Tenants() : MemoryEngineContract(EngineKind.Tenants);

    public sealed class Embeddings() : MemoryEngineContract(EngineKind.Embeddings);
}
