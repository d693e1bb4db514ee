using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Storage;
using Xunit;
using static Elaoms.Tests.Processing.Unit.LearningInMemory;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>Which payload of a conversation is current, and what becomes of what others taught.</summary>
public sealed class CurrentPayloadTests : IDisposable
{
    private readonly LearningInMemory _bench = new();

    private static PayloadName Payload { get; } = Stores.NameOf(LearningBench.Body(1, Sam));

    private static PayloadName Other { get; } = Stores.NameOf(LearningBench.Body(1, Sam, salt: "other"));

    private CallerKey SamKey => _bench.KeyOf(Sam);

    private CallerKey KimKey => _bench.KeyOf(Kim);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task First_payload_of_a_conversation_is_current()
    {
        var claim = await ClaimAsync(Payload, 5, SamKey);

        Assert.Equivalent(Claim(Payload, SamKey, 5), claim, strict: true);
        Assert.Equivalent(claim, await _bench.Current.ReadAsync(Payload, CancellationToken.None), strict: true);
    }

    [Fact]
    public async Task Payload_without_a_time_or_a_caller_has_none_in_its_claim()
        => Assert.Equivalent(
            Claim(Payload, null, 0), await ClaimAsync(Payload, null, null), strict: true);

    [Fact]
    public async Task Claim_is_the_first_only_where_there_was_none()
    {
        Assert.True((await _bench.Current.ClaimAsync(Payload, 5, SamKey, CancellationToken.None)).IsFirst);
        Assert.False((await _bench.Current.ClaimAsync(Payload, 5, SamKey, CancellationToken.None)).IsFirst);
        Assert.False((await _bench.Current.ClaimAsync(Other, 6, SamKey, CancellationToken.None)).IsFirst);
    }

    [Fact]
    public async Task Claim_is_not_the_first_where_another_process_claims_meanwhile()
    {
        var overtaken = false;
        _bench.Claims.BeforeWrite = async () =>
        {
            if (!overtaken)
            {
                overtaken = true;
                await ClaimAsync(Other, 4, SamKey);
            }
        };

        Assert.False((await _bench.Current.ClaimAsync(Payload, 5, SamKey, CancellationToken.None)).IsFirst);
    }

    [Fact]
    public async Task Conversation_without_a_payload_has_no_claim()
        => Assert.Null(await _bench.Current.ReadAsync(Payload, CancellationToken.None));

    [Fact]
    public async Task Older_payload_leaves_the_claim_as_it_is()
    {
        var stored = await StoreAsync(Claim(Payload, SamKey, 5));

        Assert.Same(stored, await ClaimAsync(Other, 4, KimKey));
        Assert.Same(stored, await _bench.ClaimAsync(Payload));
    }

    [Fact]
    public async Task Payload_learned_again_by_the_same_rules_leaves_the_claim_as_it_is_and_by_newer_ones_renews_it()
    {
        var stored = await StoreAsync(Claim(Payload, SamKey, 5));
        Assert.Same(stored, await ClaimAsync(Payload, 5, SamKey));

        await StoreAsync(Claim(Payload, SamKey, 5, CallExtractor.RulesVersion - 1));
        Assert.Equivalent(
            Claim(Payload, SamKey, 5), await ClaimAsync(Payload, 5, SamKey), strict: true);
    }

    [Fact]
    public async Task Conversation_of_an_erased_caller_is_claimed_by_nobody()
    {
        // A claim as of a time before every payload, so that nothing but the mark can keep it.
        var erased = await StoreAsync(Claim(Payload, null, -1) with { IsErased = true });

        Assert.Same(erased, await ClaimAsync(Payload, 5, SamKey));
    }

    [Theory]
    [InlineData("a", "a", "", "")]
    [InlineData("a", "b", "", "a")]
    [InlineData("a", null, "", "a")]
    [InlineData(null, "b", "", "")]
    [InlineData(null, "b", "a c", "a c")]
    [InlineData("a", "b", "b c", "c a")]
    [InlineData("a", "d", "a c a", "a c")]
    [InlineData(null, null, "a c", "a c")]
    public async Task Newer_payload_remembers_whom_earlier_ones_taught(string? before, string? now, string former, string expected)
    {
        await StoreAsync(Claim(Payload, before, 1, former: Words(former)));

        var claim = await ClaimAsync(Other, 2, now is null ? null : new CallerKey(now));

        Assert.Equal((now, expected), (claim.Caller, string.Join(' ', claim.FormerCallers)));
    }

    [Fact]
    public async Task Call_that_is_applied_is_in_the_record_and_to_be_indexed_even_if_it_was_there()
    {
        var extracted = await ExtractedAsync();

        Assert.True((await ApplyAsync()).IsChanged);
        Assert.Equal(["c"], (await _bench.ReadAsync(Sam))!.Calls.Select(call => call.ConversationId));
        Assert.Equal(_bench.KeysOf(Sam), await _bench.ToIndexAsync());

        await _bench.Tasks.DeleteAsync(SamKey, CancellationToken.None);
        Assert.False((await ApplyAsync()).IsChanged);
        Assert.Equal(_bench.KeysOf(Sam), await _bench.ToIndexAsync());

        Task<RecordChange> ApplyAsync()
            => _bench.Current.ApplyAsync(SamKey, new Caller(CallerKind.Phone, Sam), [extracted], CancellationToken.None);
    }

    [Fact]
    public async Task Call_that_nobody_delivers_again_is_to_be_indexed_before_and_after_it_is_applied()
    {
        var accesses = new List<string>();
        _bench.BeforeAccess = documents =>
        {
            if (accesses.LastOrDefault() != documents)
                accesses.Add(documents);
            return Task.CompletedTask;
        };

        await _bench.Current.ApplyAgainAsync(
            SamKey, new Caller(CallerKind.Phone, Sam), [await ExtractedAsync()], CancellationToken.None);

        Assert.Equal(["tasks", "heads", "profiles", "tasks"], accesses);
    }

    [Theory]
    [InlineData(Sam, "", true)]
    [InlineData(null, Sam, true)]
    [InlineData(Kim, "", false)]
    [InlineData(null, "", false)]
    [InlineData(null, null, false)]
    public async Task Payload_is_refused_if_a_newer_program_wrote_the_record_of_a_caller_it_concerns(
        string? caller, string? former, bool isRefused)
    {
        if (former is not null)
        {
            string[] keys = [.. Words(former).Select(one => _bench.KeyOf(one).Value)];
            await StoreAsync(Claim(Payload, caller is null ? null : _bench.KeyOf(caller).Value, former: keys));
        }

        var heads = new List<string>();
        _bench.BeforeAccess = documents =>
        {
            if (documents == "heads")
                heads.Add(documents);
            return isRefused && documents == "heads" ? throw Newer : Task.CompletedTask;
        };

        var refusing = _bench.Current.RefuseNewerAsync(Payload, CancellationToken.None);

        if (isRefused)
            await Assert.ThrowsAsync<NewerDocumentException>(() => refusing);
        else
            await refusing;
        Assert.Equal(isRefused || caller is not null ? 1 : 0, heads.Count);
    }

    private async Task<ExtractedCall> ExtractedAsync()
    {
        var read = await _bench.Reader.ReadAsync(_bench.Store(LearningBench.Body(1, Sam)), CancellationToken.None);
        return await _bench.Extractor.ExtractAsync(read.Call!.Call, "c", Payload, 1, CancellationToken.None);
    }

    private async Task<ConversationClaim> ClaimAsync(PayloadName payload, double? timestamp, CallerKey? caller)
        => (await _bench.Current.ClaimAsync(payload, timestamp, caller, CancellationToken.None)).Claim;

    private async Task<ConversationClaim> StoreAsync(ConversationClaim claim)
    {
        await _bench.Claims.WriteAsync(Payload.ConversationHash, claim);
        return claim;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
