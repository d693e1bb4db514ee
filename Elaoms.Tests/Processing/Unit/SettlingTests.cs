using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;
using Xunit;
using static Elaoms.Tests.Processing.Unit.LearningInMemory;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>What a conversation taught leaves the records of callers whom it no longer names.</summary>
public sealed class SettlingTests : IDisposable
{
    private readonly LearningInMemory _bench = new();

    private static PayloadName Payload { get; } = Stores.NameOf(LearningBench.Body(1, Sam));

    private CallerKey SamKey => _bench.KeyOf(Sam);

    private CallerKey KimKey => _bench.KeyOf(Kim);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Conversation_without_a_claim_is_left_alone()
    {
        await TeachAsync(Sam, "c", 1);

        Assert.Null(await SettleAsync(SamKey));
        Assert.Equal("c", await CallsAsync(Sam));
        Assert.Empty(await _bench.ToIndexAsync());
    }

    [Fact]
    public async Task Caller_who_is_named_and_taught_keeps_the_conversation()
    {
        await TeachAsync(Sam, "c", 1);
        var claim = await ClaimAsync(SamKey, 1);

        Assert.Same(claim, await SettleAsync(SamKey));
        Assert.Equal("c", await CallsAsync(Sam));
        Assert.Empty(await _bench.ToIndexAsync());
    }

    [Fact]
    public async Task Caller_who_was_named_before_and_one_who_is_named_but_not_taught_lose_it()
    {
        await TeachAsync(Sam, "c", 1);
        await TeachAsync(Sam, "d", 1);
        await TeachAsync(Kim, "c", 1);
        await ClaimAsync(null, 1, SamKey);

        await SettleAsync(KimKey);

        Assert.Equal("d", await CallsAsync(Sam));
        Assert.Equal("", await CallsAsync(Kim));
        Assert.NotNull(await _bench.Records.ReadAsync(KimKey, CancellationToken.None));
        Assert.Equal(_bench.KeysOf(Sam, Kim), await _bench.ToIndexAsync());
    }

    [Fact]
    public async Task What_was_taught_after_the_claim_was_read_stays()
    {
        await TeachAsync(Sam, "c", 7);
        await ClaimAsync(null, 1, SamKey);

        await SettleAsync(null);

        Assert.Equal("c", await CallsAsync(Sam));
    }

    [Fact]
    public async Task Record_with_nothing_but_a_conversation_that_was_erased_is_gone()
    {
        await TeachAsync(Sam, "c", 7);
        await TeachAsync(Kim, "c", 7);
        await _bench.Claims.WriteAsync(Payload.ConversationHash, Claim(Payload, null, 1, former: SamKey.Value) with { IsErased = true });

        Assert.True((await SettleAsync(KimKey))!.IsErased);

        Assert.Null(await _bench.ReadAsync(Sam));
        Assert.Null(await _bench.ReadAsync(Kim));
        Assert.Equal(_bench.KeysOf(Sam, Kim), await _bench.ToIndexAsync());
    }

    [Fact]
    public async Task Conversation_of_nobody_so_far_is_marked_as_erased()
    {
        Assert.True(await MarkAsync(SamKey));

        Assert.Equivalent(ConversationClaim.Erased, await _bench.ClaimAsync(Payload), strict: true);
    }

    [Fact]
    public async Task Conversation_that_is_marked_already_is_not_written_again()
    {
        await _bench.Claims.WriteAsync(Payload.ConversationHash, ConversationClaim.Erased);
        _bench.Claims.BeforeWrite = () => throw new IOException();

        Assert.True(await MarkAsync(SamKey));
    }

    [Fact]
    public async Task Conversation_that_has_become_another_callers_is_not_marked()
    {
        var claim = await ClaimAsync(KimKey, 1, SamKey);

        Assert.False(await MarkAsync(SamKey));
        Assert.Same(claim, await _bench.ClaimAsync(Payload));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Conversation_of_the_caller_is_marked_and_leaves_the_records_of_whom_it_taught_before(bool isTaught)
    {
        await TeachAsync(Sam, "c", 1);
        await TeachAsync(Kim, "c", 1);
        await TeachAsync(Kim, "d", 1, "d");
        await ClaimAsync(isTaught ? SamKey : null, 1, KimKey, SamKey);

        Assert.True(await MarkAsync(SamKey));

        Assert.Equivalent(ConversationClaim.Erased, await _bench.ClaimAsync(Payload), strict: true);
        Assert.Equal("d", await CallsAsync(Kim));
        Assert.Equal("c", await CallsAsync(Sam));
        Assert.Equal(_bench.KeysOf(Kim), await _bench.ToIndexAsync());
    }

    [Fact]
    public async Task Former_caller_without_a_record_is_to_be_indexed_all_the_same()
    {
        await ClaimAsync(SamKey, 1, KimKey);

        Assert.True(await MarkAsync(SamKey));
        Assert.Equal(_bench.KeysOf(Kim), await _bench.ToIndexAsync());
    }

    [Fact]
    public async Task Payload_of_a_former_caller_that_is_newer_than_the_claim_stays()
    {
        await TeachAsync(Kim, "c", 7);
        await ClaimAsync(SamKey, 1, KimKey);

        await MarkAsync(SamKey);

        Assert.Equal("c", await CallsAsync(Kim));
    }

    [Fact]
    public async Task Call_without_a_payload_that_can_be_named_is_none_of_the_conversation()
    {
        await _bench.Records.ApplyAsync(
            KimKey, new Caller(CallerKind.Phone, Kim), [SampleRecords.Extracted("c", 1)], CancellationToken.None);
        await ClaimAsync(SamKey, 1, KimKey);

        await MarkAsync(SamKey);

        Assert.Equal("c", await CallsAsync(Kim));
    }

    [Fact]
    public async Task Mark_is_tried_again_when_a_payload_comes_at_the_same_time()
    {
        await ClaimAsync(SamKey, 1);
        var writes = 0;
        _bench.Claims.BeforeWrite = async () =>
        {
            if (++writes == 1)
                await ClaimAsync(SamKey, 2);
        };

        Assert.True(await MarkAsync(SamKey));
        Assert.True((await _bench.ClaimAsync(Payload))!.IsErased);
        Assert.Equal(3, writes);
    }

    [Fact]
    public async Task Mark_is_given_up_when_a_payload_of_another_comes_at_the_same_time()
    {
        await ClaimAsync(SamKey, 1);
        var writes = 0;
        _bench.Claims.BeforeWrite = async () =>
        {
            if (++writes == 1)
                await ClaimAsync(KimKey, 2);
        };

        Assert.False(await MarkAsync(SamKey));
        Assert.Equal(KimKey.Value, (await _bench.ClaimAsync(Payload))!.Caller);
    }

    private Task<ConversationClaim?> SettleAsync(CallerKey? named)
        => _bench.Current.SettleAsync(Payload, "c", named, CancellationToken.None);

    private Task<bool> MarkAsync(CallerKey caller)
        => _bench.Current.TryMarkErasedAsync(Payload.ConversationHash, caller, CancellationToken.None);

    private async Task<ConversationClaim> ClaimAsync(CallerKey? caller, double timestamp, params CallerKey[] former)
    {
        var claim = Claim(Payload, caller?.Value, timestamp, former: [.. former.Select(key => key.Value)]);
        await _bench.Claims.WriteAsync(Payload.ConversationHash, claim);
        return claim;
    }

    private async Task TeachAsync(string number, string conversation, double timestamp, string payloadOf = "c")
    {
        var name = Stores.NameOf(LearningBench.Body(1, Sam, conversation: payloadOf));
        var extracted = SampleRecords.Extracted(conversation, 1, timestamp, name.BodyHash);
        await _bench.Records.ApplyAsync(
            _bench.KeyOf(number),
            new Caller(CallerKind.Phone, number),
            [extracted with { Call = extracted.Call with { Payload = name.Value } }],
            CancellationToken.None);
    }

    private async Task<string> CallsAsync(string number)
        => string.Join(' ', (await _bench.ReadAsync(number))!.Calls.Select(call => call.ConversationId));
}
