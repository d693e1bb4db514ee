using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Records;
using Xunit;
using static Elaoms.Tests.Processing.Unit.LearningInMemory;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>What becomes of the calls of one caller that are learned again.</summary>
public sealed class RelearnedCallerTests : IDisposable
{
    private readonly RelearnBench _bench = new();

    private LearningInMemory Learning => _bench.Learning;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Call_whose_payload_is_gone_is_learned_from_its_stored_turns()
    {
        await _bench.LearnAsync(Sam, "c");
        var today = (await Learning.ReadAsync(Sam))!;
        await _bench.MakeOlderAsync(Sam);
        Learning.Storage.Archived.Clear();

        Assert.Equal(
            new RelearnProgress(1, 1, Calls: 1, FromTurns: 1, FactsAdded: 1, FactsRemoved: 1), await _bench.RunAsync());

        var record = (await Learning.ReadAsync(Sam))!;
        Assert.Equal(today.Facts, record.Facts);
        Assert.Equal(today.Memories, record.Memories);
        Assert.Equal([today.Calls[0] with { IsKindCertain = false }], record.Calls);
    }

    [Fact]
    public async Task Call_whose_payload_is_gone_stays_certain_of_its_kind()
    {
        await _bench.LearnAsync(Sam, "c");
        await _bench.MakeOlderAsync(Sam);
        var former = (await Learning.ReadAsync(Sam))!;
        await Learning.Heads.WriteAsync(
            Learning.KeyOf(Sam), (former with { Calls = [former.Calls[0] with { IsKindCertain = true }] }).Head());
        Learning.Storage.Archived.Clear();

        await _bench.RunAsync();

        Assert.True((await Learning.ReadAsync(Sam))!.IsKindCertain);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_of_another_by_todays_rules_goes_to_them(bool isDryRun)
    {
        var payload = await _bench.LearnAsync(Kim, "c");
        await MoveAsync(Kim, Sam);
        var others = await _bench.LearnAsync(Sam, "d");
        await _bench.MakeOlderAsync(Sam);

        Assert.Equal(
            new RelearnProgress(1, 1, Calls: 2, OfAnother: 1, FactsAdded: 1, FactsRemoved: 1),
            await _bench.RunAsync(new RelearnRequest(IsDryRun: isDryRun)));

        Assert.Equal(
            isDryRun ? ["c", "d"] : ["d"], (await Learning.ReadAsync(Sam))!.Calls.Select(call => call.ConversationId).Order());
        Assert.Equal(isDryRun ? null : payload.Value, (await Learning.ReadAsync(Kim))?.Calls.Single().Payload);
        Assert.Equal(ReceiptResult.Learned, (await Learning.ReceiptAsync(others))!.Result);
    }

    [Fact]
    public async Task Call_that_a_newer_payload_supersedes_meanwhile_is_not_applied()
    {
        var payload = await _bench.LearnAsync(Sam, "c");
        await _bench.MakeOlderAsync(Sam);
        await Learning.Claims.WriteAsync(
            payload.ConversationHash,
            new ConversationClaim(new PayloadVersion(1e12, "newer"), "newer", Learning.KeyOf(Sam).Value, []));
        await Learning.Tasks.DeleteAsync(Learning.KeyOf(Sam), CancellationToken.None);

        Assert.Equal(1, (await _bench.RunAsync()).Calls);

        Assert.Equal([("likes", "tea")], await _bench.FactsAsync(Sam));
        Assert.Empty(await Learning.ToIndexAsync());
    }

    [Fact]
    public async Task Claim_of_a_call_that_is_learned_again_is_of_todays_rules_and_its_time()
    {
        var payload = await _bench.LearnAsync(Sam, "c");
        var claim = await Learning.ClaimAsync(payload);
        await _bench.MakeOlderAsync(Sam);

        await _bench.RunAsync();

        Assert.Equivalent(claim, await Learning.ClaimAsync(payload), strict: true);
    }

    [Fact]
    public async Task Run_takes_out_what_a_killed_one_left_with_whom_a_conversation_no_longer_names()
    {
        var payload = await _bench.LearnAsync(Sam, "c");
        await _bench.LearnAsync(Sam, "d");
        await Learning.Claims.WriteAsync(
            payload.ConversationHash, Claim(payload, Learning.KeyOf(Kim).Value, 1e12, former: Learning.KeyOf(Sam).Value));

        await _bench.RunAsync(Sam);

        Assert.Equal(["d"], (await Learning.ReadAsync(Sam))!.Calls.Select(call => call.ConversationId));
    }

    [Fact]
    public async Task Run_renews_a_profile_that_is_older_than_its_record()
    {
        await _bench.LearnAsync(Sam, "c");
        var key = Learning.KeyOf(Sam);
        var record = (await Learning.ReadAsync(Sam))!;
        await Learning.Heads.WriteAsync(key, (record with { Revision = 5 }).Head());

        await _bench.RunAsync(new RelearnRequest(IsDryRun: true));
        Assert.Equal(1, (await Learning.Profiles.ReadAsync(key, CancellationToken.None))!.Value.Revision);

        await _bench.RunAsync();
        Assert.Equal(5, (await Learning.Profiles.ReadAsync(key, CancellationToken.None))!.Value.Revision);
    }

    [Fact]
    public async Task Call_without_a_payload_that_can_be_named_is_settled_by_nobody()
    {
        var extracted = SampleRecords.Extracted("c", 1, ("home", "Graz"));
        await Learning.Records.ApplyAsync(
            Learning.KeyOf(Sam), SampleRecords.Sam, [extracted], CancellationToken.None);

        Assert.Equal(new RelearnProgress(1, 1), await _bench.RunAsync(Sam));
        Assert.Equal([("home", "Graz")], await _bench.FactsAsync(Sam));
    }

    // As if older rules had named somebody else.
    private async Task MoveAsync(string from, string to)
    {
        var record = (await Learning.ReadAsync(from))!;
        await Learning.Heads.WriteAsync(
            Learning.KeyOf(to), (record with { Caller = record.Caller with { Identity = to } }).Head());
        await Learning.Heads.DeleteAsync(Learning.KeyOf(from), CancellationToken.None);
        await Learning.Profiles.DeleteAsync(Learning.KeyOf(from), CancellationToken.None);
    }
}
