using System.Text;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Storage;
using Xunit;
using static Elaoms.Tests.Processing.Unit.LearningInMemory;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>Learning one payload again.</summary>
public sealed class RelearnedPayloadTests : IDisposable
{
    private const int Former = CallExtractor.RulesVersion - 1;

    private static readonly byte[] Body = LearningBench.Body(1, Sam);
    private static readonly PayloadName Payload = Stores.NameOf(Body);

    private readonly LearningInMemory _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Payload_learned_again_has_a_new_receipt()
    {
        await _bench.WriteReceiptAsync(Payload, ReceiptResult.NothingToLearn);
        _bench.Store(Body);

        var receipt = await _bench.Learn.RelearnAsync(Payload, CancellationToken.None);

        Assert.Equal(new Receipt(ReceiptResult.Learned, null, 1), receipt);
        Assert.Equal(receipt, await _bench.ReceiptAsync(Payload));
    }

    [Fact]
    public async Task Payload_that_is_gone_keeps_its_receipt()
    {
        await _bench.WriteReceiptAsync(Payload, ReceiptResult.Learned);

        Assert.Equal(
            new Receipt(ReceiptResult.Failed, "The payload is not in the archive.", 1),
            await _bench.Learn.RelearnAsync(Payload, CancellationToken.None));
        Assert.Equal(new Receipt(ReceiptResult.Learned, "Before.", 9), await _bench.ReceiptAsync(Payload));
    }

    [Fact]
    public async Task Payload_of_an_erased_caller_goes_when_it_is_learned_again()
    {
        _bench.Store(Body);
        await _bench.Claims.WriteAsync(Payload.ConversationHash, ConversationClaim.Erased);

        Assert.Equal(
            new Receipt(ReceiptResult.NothingToLearn, "The caller was erased.", 1),
            await _bench.Learn.RelearnAsync(Payload, CancellationToken.None));
        Assert.Empty(_bench.Storage.Archived);
        Assert.Null(await _bench.ReceiptAsync(Payload));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Payload_that_taught_nobody_and_names_somebody_now_is_learned_unless_that_is_only_to_be_told(bool isDryRun)
    {
        await PrepareAsync(Claim(Payload, null, rules: Former), ReceiptResult.NothingToLearn);

        Assert.True(await _bench.Learn.RelearnUntaughtAsync(Payload, isDryRun, CancellationToken.None));

        Assert.Equal(!isDryRun, await _bench.ReadAsync(Sam) is not null);
        Assert.Equal(isDryRun ? 9 : 1, (await _bench.ReceiptAsync(Payload))!.Tries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Payload_that_names_nobody_by_todays_rules_either_is_not_learned(bool isDryRun)
    {
        var body = LearningBench.Body(1, null);
        var payload = _bench.Store(body);
        await _bench.Claims.WriteAsync(payload.ConversationHash, Claim(payload, null, rules: Former));
        await _bench.WriteReceiptAsync(payload, ReceiptResult.NothingToLearn);

        Assert.False(await _bench.Learn.RelearnUntaughtAsync(payload, isDryRun, CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Payload_that_is_gone_names_nobody(bool isDryRun)
    {
        await PrepareAsync(Claim(Payload, null, rules: Former), ReceiptResult.NothingToLearn);
        _bench.Storage.Archived.Clear();

        Assert.False(await _bench.Learn.RelearnUntaughtAsync(Payload, isDryRun, CancellationToken.None));
    }

    [Theory]
    [InlineData("no claim")]
    [InlineData("taught")]
    [InlineData("erased")]
    [InlineData("other payload")]
    [InlineData("learned today")]
    [InlineData("newer rules")]
    [InlineData("no receipt")]
    [InlineData("learned")]
    [InlineData("failed")]
    public async Task Payload_that_is_not_one_that_taught_nobody_by_older_rules_is_left_alone(string why)
    {
        var claim = Claim(Payload, null, rules: Former);
        await PrepareAsync(
            why switch
            {
                "no claim" => null,
                "taught" => claim with { Caller = _bench.KeyOf(Kim) },
                "erased" => claim with { IsErased = true },
                "other payload" => claim with { Payload = Stores.NameOf(Body, FixedClock.Start.AddDays(1)).Value },
                "learned today" => Claim(Payload, null),
                "newer rules" => Claim(Payload, null, rules: CallExtractor.RulesVersion + 1),
                _ => claim,
            },
            why switch
            {
                "no receipt" => null,
                "learned" => ReceiptResult.Learned,
                "failed" => ReceiptResult.Failed,
                _ => ReceiptResult.NothingToLearn,
            });

        Assert.False(await _bench.Learn.RelearnUntaughtAsync(Payload, isDryRun: true, CancellationToken.None));
        Assert.False(await _bench.Learn.RelearnUntaughtAsync(Payload, isDryRun: false, CancellationToken.None));
        Assert.Null(await _bench.ReadAsync(Sam));
    }

    [Fact]
    public async Task Recording_is_not_copied_again()
    {
        var audio = _bench.Store(Encoding.UTF8.GetBytes(
            """{"type":"post_call_audio","data":{"conversation_id":"c","full_audio":"AAAA"}}"""));
        await _bench.Claims.WriteAsync(audio.ConversationHash, Claim(audio, null, rules: Former));
        await _bench.WriteReceiptAsync(audio, ReceiptResult.NothingToLearn);

        Assert.False(await _bench.Learn.RelearnUntaughtAsync(audio, isDryRun: false, CancellationToken.None));
        Assert.Empty(_bench.Storage.Recordings);
    }

    private async Task PrepareAsync(ConversationClaim? claim, ReceiptResult? receipt)
    {
        _bench.Store(Body);
        if (claim is not null)
            await _bench.Claims.WriteAsync(Payload.ConversationHash, claim);
        if (receipt is { } result)
            await _bench.WriteReceiptAsync(Payload, result);
    }
}
