using System.Diagnostics;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Processing;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Storage;
using Xunit;
using static Elaoms.Tests.Processing.Unit.LearningInMemory;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>The receipt of a payload that is learned, and what is measured and logged of it.</summary>
public sealed class LearnedReceiptTests : IDisposable
{
    private const string Learned = "elaoms.calls.learned{result=learned}";
    private const string Nothing = "elaoms.calls.learned{result=nothing_to_learn}";
    private const string Failed = "elaoms.calls.learned{result=failed}";

    private static readonly byte[] Body = LearningBench.Body(3, Sam);
    private static readonly PayloadName Payload = Stores.NameOf(Body);

    private readonly LearningInMemory _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Call_learned_is_in_the_record_and_has_a_receipt()
    {
        var expected = new Receipt(ReceiptResult.Learned, null, 2);

        Assert.Equal(expected, await _bench.LearnAsync(Body, tries: 2));

        Assert.Equal(expected, await _bench.ReceiptAsync(Payload));
        Assert.Equal(["I have gold"], (await _bench.ReadAsync(Sam))!.Memories.Select(memory => memory.Text));
        Assert.Equal([$"2001 {Payload}: Learned."], _bench.Log.Written);
        Assert.Equal([1], _bench.Recorded.Of(Learned));
        Assert.Equal([1], _bench.Recorded.Of("elaoms.memories.added"));
        Assert.Empty(_bench.Recorded.Of("elaoms.calls.poisoned"));
        Assert.Empty(_bench.Recorded.Of("elaoms.learning.turns.unread"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_of_a_record_are_read_only_for_a_conversation_that_was_claimed_before(bool wasClaimed)
    {
        // Whoever reads this page finds that it is missing.
        var head = new RecordHead
        {
            Version = RecordHead.CurrentVersion,
            Caller = new Caller(CallerKind.Phone, Sam),
            History = new RecordHistory { Days = new CallDays() },
            Pages = [new PageEntry("202601010000-x", Segments: 1, Calls: 5, IsKindCertain: true)],
        };
        await _bench.Heads.WriteAsync(_bench.KeyOf(Sam), head);
        if (wasClaimed)
            await _bench.Claims.WriteAsync(Payload.ConversationHash, Claim(Payload, _bench.KeyOf(Sam).Value, timestamp: 3));

        var learning = _bench.LearnAsync(Body);

        if (wasClaimed)
            await Assert.ThrowsAnyAsync<IOException>(() => learning);
        else
            Assert.Equal(ReceiptResult.Learned, (await learning).Result);
    }

    [Fact]
    public async Task Learning_is_timed()
    {
        _bench.BeforeAccess = documents =>
        {
            if (documents == "profiles")
                _bench.Clock.Advance(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        };

        await _bench.LearnAsync(Body);

        Assert.Equal([4], _bench.Recorded.Of("elaoms.learning.duration{result=learned}"));
    }

    [Theory]
    [InlineData(ReceiptResult.Learned, false, false)]
    [InlineData(ReceiptResult.Learned, true, false)]
    [InlineData(ReceiptResult.NothingToLearn, true, false)]
    [InlineData(ReceiptResult.Failed, false, false)]
    [InlineData(ReceiptResult.Failed, true, true)]
    public async Task Payload_with_a_receipt_is_learned_only_if_it_has_failed_and_somebody_wants_it(
        ReceiptResult before, bool isReplay, bool isLearned)
    {
        await _bench.WriteReceiptAsync(Payload, before);

        var receipt = await _bench.LearnAsync(Body, isReplay: isReplay);

        Assert.Equal(isLearned ? new Receipt(ReceiptResult.Learned, null, 1) : new Receipt(before, "Before.", 9), receipt);
        Assert.Equal(isLearned, await _bench.ReadAsync(Sam) is not null);
    }

    [Fact]
    public async Task Call_of_nobody_has_a_receipt_that_says_why()
    {
        var body = LearningBench.Body(1, "anonymous");

        Assert.Equal(
            new Receipt(ReceiptResult.NothingToLearn, "The caller withheld the number.", 1), await _bench.LearnAsync(body));

        Assert.Equal([$"2001 {Stores.NameOf(body)}: The caller withheld the number."], _bench.Log.Written);
        Assert.Equal([1], _bench.Recorded.Of(Nothing));
        Assert.Empty(_bench.Recorded.Of("elaoms.memories.added"));
        Assert.Null((await _bench.ClaimAsync(Stores.NameOf(body)))!.Caller);
    }

    [Fact]
    public async Task Payload_that_is_gone_has_failed()
    {
        var receipt = await _bench.Learn.LearnAsync(Payload, 2, isReplay: false, CancellationToken.None);

        Assert.Equal(new Receipt(ReceiptResult.Failed, "The payload is not in the archive.", 2), receipt);
        Assert.Equal(receipt, await _bench.ReceiptAsync(Payload));
        Assert.Equal(
            [$"2002 {Payload} could not be learned after 2 tries: The payload is not in the archive."], _bench.Log.Written);
        Assert.Equal([1], _bench.Recorded.Of(Failed));
        Assert.Equal([1], _bench.Recorded.Of("elaoms.calls.poisoned"));
    }

    [Fact]
    public async Task Payload_that_is_gone_with_its_caller_has_not_failed()
    {
        await _bench.Claims.WriteAsync(Payload.ConversationHash, ConversationClaim.Erased);

        Assert.Equal(
            new Receipt(ReceiptResult.NothingToLearn, "The caller was erased.", 2),
            await _bench.Learn.LearnAsync(Payload, 2, isReplay: false, CancellationToken.None));

        Assert.Null(await _bench.ReceiptAsync(Payload));
        Assert.Equal([$"2001 {Payload}: The caller was erased."], _bench.Log.Written);
        Assert.Equal([1], _bench.Recorded.Of(Nothing));
    }

    [Fact]
    public async Task Payload_of_an_erased_caller_goes_with_its_receipt()
    {
        await _bench.Claims.WriteAsync(Payload.ConversationHash, ConversationClaim.Erased);
        await _bench.WriteReceiptAsync(Payload, ReceiptResult.Learned);

        Assert.Equal(new Receipt(ReceiptResult.NothingToLearn, "The caller was erased.", 9), await _bench.LearnAsync(Body));

        Assert.Null(await _bench.ReceiptAsync(Payload));
        Assert.Empty(_bench.Storage.Archived);
    }

    [Fact]
    public async Task Payload_of_an_erased_caller_that_was_not_learned_yet_is_not_learned()
    {
        await _bench.Claims.WriteAsync(Payload.ConversationHash, ConversationClaim.Erased);

        Assert.Equal(new Receipt(ReceiptResult.NothingToLearn, "The caller was erased.", 1), await _bench.LearnAsync(Body));

        Assert.Null(await _bench.ReadAsync(Sam));
        Assert.Equal([$"2001 {Payload}: The caller was erased."], _bench.Log.Written);
    }

    [Fact]
    public async Task Claim_that_is_lost_while_a_call_is_learned_does_not_matter()
    {
        _bench.BeforeAccess = async documents =>
        {
            if (documents == "tasks")
                await _bench.Claims.DeleteAsync(Payload.ConversationHash, CancellationToken.None);
        };

        Assert.Equal(ReceiptResult.Learned, (await _bench.LearnAsync(Body)).Result);
    }

    [Fact]
    public async Task Copy_of_another_day_teaches_nothing()
    {
        await _bench.LearnAsync(Body);
        await _bench.Tasks.DeleteAsync(_bench.KeyOf(Sam), CancellationToken.None);

        Assert.Equal(
            new Receipt(ReceiptResult.NothingToLearn, "A copy of this payload was learned on another day.", 4),
            await _bench.Learn.LearnAsync(
                _bench.Store(Body, FixedClock.Start.AddDays(1)), 4, isReplay: false, CancellationToken.None));
        Assert.Empty(await _bench.ToIndexAsync());
    }

    [Fact]
    public async Task Older_payload_teaches_nobody_and_leaves_nothing_with_whom_it_names()
    {
        var older = LearningBench.Body(1, Kim, "tin");
        await _bench.LearnAsync(older);
        await _bench.LearnAsync(Body);
        await _bench.Receipts.DeleteAsync(Stores.NameOf(older), CancellationToken.None);

        Assert.Equal(
            new Receipt(ReceiptResult.NothingToLearn, "A newer payload of the conversation is current.", 1),
            await _bench.LearnAsync(older));

        Assert.Empty((await _bench.ReadAsync(Kim))!.Calls);
        Assert.Equal(["I have gold"], (await _bench.ReadAsync(Sam))!.Memories.Select(memory => memory.Text));
    }

    [Fact]
    public async Task Memories_are_counted_once_and_redactions_at_each_try()
    {
        using var bench = new LearningInMemory(
            redactor: new GivenSpans
            {
                Counts = new Dictionary<RedactionKind, int> { [RedactionKind.ApiKey] = 2, [RedactionKind.CardCode] = 1 },
            });
        using var activity = new Activity("learn").Start();
        await bench.LearnAsync(Body);
        await bench.Receipts.DeleteAsync(Payload, CancellationToken.None);
        await bench.LearnAsync(Body);

        Assert.Equal([1], bench.Recorded.Of("elaoms.memories.added"));
        Assert.Equal([2, 2], bench.Recorded.Of("elaoms.learning.redactions{kind=api_key}"));
        Assert.Equal([1, 1], bench.Recorded.Of("elaoms.learning.redactions{kind=card_code}"));
        Assert.Equal(4, activity.Events.Count(one => one.Name == "elaoms.redaction"));
    }

    [Fact]
    public async Task Turns_that_were_not_searched_are_counted_and_logged()
    {
        using var bench = new LearningInMemory(
            sources: new GivenFacts(new ExtractedFact("name", "Sam Miller", FactSource.Statement)) { UnreadTurns = 7 });

        await bench.LearnAsync(Body);

        Assert.Equal([7], bench.Recorded.Of("elaoms.learning.turns.unread"));
        Assert.Contains(
            $"2003 {Payload}: 7 turns were stored without a search for facts, because the call exceeds the processing limit",
            bench.Log.Written);
        Assert.Equal("Sam Miller", Assert.Single((await bench.ReadAsync(Sam))!.Facts).Value);
    }

    [Fact]
    public async Task Fault_is_thrown_until_the_fifth_try_and_then_the_reason_of_a_failed_receipt()
    {
        _bench.BeforeAccess = documents => documents == "heads" ? throw new IOException(new string('x', 400)) : Task.CompletedTask;

        await Assert.ThrowsAsync<IOException>(() => _bench.LearnAsync(Body, LearnFromCall.MaxTries - 1));
        Assert.Null(await _bench.ReceiptAsync(Payload));
        Assert.Empty(_bench.Log.Written);

        Assert.Equal(
            new Receipt(ReceiptResult.Failed, "IOException: " + new string('x', 287), 5),
            await _bench.LearnAsync(Body, LearnFromCall.MaxTries));
        Assert.Equal(5, LearnFromCall.MaxTries);
    }

    [Fact]
    public async Task Stop_and_newer_documents_are_no_failure_at_any_try()
    {
        _bench.BeforeAccess = documents => documents == "heads" ? throw new OperationCanceledException() : Task.CompletedTask;
        await Assert.ThrowsAsync<OperationCanceledException>(() => _bench.LearnAsync(Body, 5));

        _bench.BeforeAccess = documents => documents == "heads" ? throw Newer : Task.CompletedTask;
        await Assert.ThrowsAsync<NewerDocumentException>(() => _bench.LearnAsync(Body, 5));
        await Assert.ThrowsAsync<NewerDocumentException>(() => _bench.LearnAsync(Body, 6));
        Assert.Null(await _bench.ReceiptAsync(Payload));
    }

    [Fact]
    public async Task Message_taken_a_sixth_time_fails_without_a_try()
    {
        Assert.Equal(
            new Receipt(ReceiptResult.Failed, "No tries are left: each time the process ended or the storage could not be reached.", 5),
            await _bench.LearnAsync(Body, 6));
        Assert.Null(await _bench.ClaimAsync(Payload));
    }
}
