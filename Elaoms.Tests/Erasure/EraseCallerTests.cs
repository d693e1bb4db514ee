using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Indexing;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Records;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Storage;
using Xunit;
using Elaoms.Core.Json;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Tests.Erasure;

/// <summary>Erasing a caller, over each of the storages: all that is theirs goes and stays away, and nothing of anybody else.</summary>
public abstract class EraseCallerTests(StorageKind kind) : LearningTests(kind)
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";

    private DateTimeOffset Now => Storage.Clock.GetUtcNow();

    [Fact]
    public async Task Caller_who_is_erased_leaves_nothing_and_others_keep_all()
    {
        await Bench.LearnAsync(Body(Kim, "k"), receivedAt: Now);
        var kept = await Storage.ListRawAsync();
        var kim = (await Bench.ReadAsync(Kim))!.ETag;
        await Bench.LearnAsync(Body(Sam, "a"), receivedAt: Now.AddDays(-40));
        await Bench.LearnAsync(Body(Sam, "b"), receivedAt: Now.AddDays(-1));

        var erased = await EraseAsync();

        Assert.Equal(
            (true, true, 2, 2, 2, 2, 2, 0),
            (erased.Any, erased.IsAll, erased.Calls, erased.Facts, erased.Memories, erased.Payloads.Count, erased.Receipts.Count,
                erased.Recordings));
        Assert.Equal(kept, await Storage.ListRawAsync());
        Assert.Equal(kim, (await Bench.ReadAsync(Kim))!.ETag);
        Assert.Equal(ReceiptResult.Learned, (await ReceiptAsync(Body(Kim, "k"), Now))!.Result);
        await IsGoneAsync();
        Assert.Null(await ReceiptAsync(Body(Sam, "a"), Now.AddDays(-40)));
        Assert.Null(await ReceiptAsync(Body(Sam, "b"), Now.AddDays(-1)));
    }

    [Fact]
    public async Task What_came_of_a_call_on_other_days_goes_too()
    {
        // The older body, the copy and the recording each came on a day of its own, one of them the day before the call by its own clock.
        await Bench.LearnAsync(Body(Sam, "c", timestamp: 1), receivedAt: Now.AddDays(-5));
        await Bench.LearnAsync(Body(Sam, "c", timestamp: 2), receivedAt: Now.AddDays(-4));
        await Bench.LearnAsync(Body(Sam, "c", timestamp: 2), receivedAt: Now.AddDays(-3));
        await Bench.LearnAsync(Audio("c"), receivedAt: Now);
        Assert.Equal(5, (await Storage.ListRawAsync()).Count);

        var erased = await EraseAsync();

        Assert.Equal((1, 4, 1, 4), (erased.Calls, erased.Payloads.Count, erased.Recordings, erased.Receipts.Count));
        await IsGoneAsync();
        Assert.Empty(await Storage.ListRawAsync());
    }

    [Fact]
    public async Task Calls_that_never_taught_go_too()
    {
        var failed = await Stores.StoreAsync(Body(Sam, "failed"), Now.AddDays(-60));
        await Stores.Receipts.WriteAsync(failed, new Receipt(ReceiptResult.Failed, "The disk was full.", 5), CancellationToken.None);
        await Bench.LearnAsync(Body(Sam, "cut", status: "failed"), receivedAt: Now);
        await Bench.LearnAsync(Body("anonymous", "nobody"), receivedAt: Now);
        await Bench.LearnAsync(Unreached(Sam), receivedAt: Now);
        await Bench.LearnAsync(Unreached(Kim), receivedAt: Now);
        var otherFailed = await Stores.StoreAsync(Body(Kim, "other"), Now);
        await Stores.Receipts.WriteAsync(otherFailed, new Receipt(ReceiptResult.Failed, "The disk was full.", 5), CancellationToken.None);

        var erased = await EraseAsync();

        Assert.Equal((true, true, 0, 3, 1), (erased.Any, erased.IsAll, erased.Calls, erased.Payloads.Count, erased.Failed));
        Assert.Equal(3, (await Storage.ListRawAsync()).Count);
        Assert.Equal([otherFailed], await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        await IsGoneAsync();
    }

    [Fact]
    public async Task Conversation_whose_newest_body_names_nobody_goes_with_whom_the_older_taught()
    {
        await Bench.LearnAsync(Body(Sam, "c", timestamp: 1), receivedAt: Now);
        await Bench.LearnAsync(Body("anonymous", "c", timestamp: 2), receivedAt: Now);

        Assert.Equal(2, (await EraseAsync()).Payloads.Count);

        Assert.Empty(await Storage.ListRawAsync());
        await IsGoneAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_whose_newest_body_names_another_stays_theirs(bool newestComesFirst)
    {
        var bodies = new[] { Body(Sam, "c", timestamp: 1), Body(Kim, "c", timestamp: 2) };
        foreach (var body in newestComesFirst ? bodies.Reverse() : bodies)
            await Bench.LearnAsync(body, receivedAt: Now);
        // Also while the older one is still in the record that it taught.
        var extracted = SampleRecords.Extracted("c", 1);
        extracted = extracted with { Call = extracted.Call with { Payload = Stores.NameOf(bodies[0], Now).Value } };
        await Stores.Get<CallerRecords>().ApplyAsync(Bench.KeyOf(Sam), SampleRecords.Sam, [extracted], CancellationToken.None);

        await EraseAsync();

        Assert.Single((await Bench.ReadAsync(Kim))!.Value.Calls);
        Assert.NotNull(await Stores.ReadAsync(Stores.NameOf(Body(Kim, "c", timestamp: 2), Now)));
        Assert.Null(await Bench.ReadAsync(Sam));
    }

    [Fact]
    public async Task Entries_of_the_conversations_go_too_and_those_of_others_stay()
    {
        await Bench.LearnAsync(Body(Sam, "learned"), receivedAt: Now);
        // One comes again, one was never archived, and one waits.
        PayloadName[] entries =
        [
            Stores.NameOf(Body(Sam, "learned"), Now), Stores.NameOf(Body(Sam, "learned", timestamp: 2), Now.AddDays(-9)),
            Stores.NameOf(Body(Kim, "other"), Now),
        ];
        foreach (var entry in entries)
            await Stores.Pending.AddAsync(entry, CancellationToken.None);
        await EnqueueAsync(Body(Sam, "waits"), Now);

        await EraseAsync();

        Assert.Equal([entries[2]], await Stores.Pending.ListAsync(CancellationToken.None).Select(entry => entry.Name).ToListAsync());
        await Stores.LearnAllAsync();
        await IsGoneAsync();
        Assert.Equal([entries[2]], await Stores.Pending.ListAsync(CancellationToken.None).Select(entry => entry.Name).ToListAsync());
    }

    [Fact]
    public async Task Call_that_waits_is_removed_and_its_message_ends_without_a_failure()
    {
        await EnqueueAsync(Body(Sam, "c"), Now);

        var erased = await EraseAsync();
        Assert.Equal((true, false, 1), (erased.Any, erased.IsAll, erased.Waiting));
        Assert.Empty(await Storage.ListRawAsync());
        await Stores.LearnAllAsync();

        await IsGoneAsync();
        Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        Assert.Null(await ReceiptAsync(Body(Sam, "c"), Now));
        Assert.Equal((false, true), ((await EraseAsync()).Any, (await EraseAsync()).IsAll));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(LearnFromCall.MaxTries + 1)]
    public async Task Call_that_is_delivered_again_after_its_caller_was_erased_is_removed_again(int tries)
    {
        await Bench.LearnAsync(Body(Sam, "c"), receivedAt: Now);
        await EraseAsync();

        (byte[], DateTimeOffset)[] deliveries =
        [
            (Body(Sam, "c"), Now), (Body(Sam, "c"), Now.AddDays(1)), (Body(Sam, "c", timestamp: double.MaxValue), Now), (Audio("c"), Now),
        ];
        foreach (var (body, at) in deliveries)
        {
            Assert.Equal(
                new Receipt(ReceiptResult.NothingToLearn, "The caller was erased.", tries), await Bench.LearnAsync(body, tries, at));
            Assert.Null(await ReceiptAsync(body, at));
        }

        Assert.Empty(await Storage.ListRawAsync());
        Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        await IsGoneAsync();
    }

    [Fact]
    public async Task Call_that_is_new_is_learned_afresh()
    {
        await Bench.LearnAsync(Body(Sam, "c"), receivedAt: Now);
        await EraseAsync();

        await Bench.LearnAsync(Body(Sam, "d", plan: "tin"), receivedAt: Now);

        var record = (await Bench.ReadAsync(Sam))!.Value;
        Assert.Equal((1L, "d", "tin"), (record.Revision, Assert.Single(record.Calls).ConversationId, Assert.Single(record.Facts).Value));
        Assert.Equal("tin", (await Bench.ReadProfileAsync(Sam))!.Facts["plan"]);
    }

    [Fact]
    public async Task Claim_that_stays_names_nobody()
    {
        var payload = await Stores.StoreAsync(Body(Sam, "c"), Now);
        await Bench.LearnAsync(Body(Sam, "c"), receivedAt: Now);

        await EraseAsync();

        Assert.Equivalent(
            ConversationClaim.Erased,
            (await Stores.Claims.ReadAsync(payload.ConversationHash, CancellationToken.None))!.Value,
            strict: true);
    }

    [Fact]
    public async Task Caller_nobody_knows_leaves_everything_as_it_is()
    {
        await Bench.LearnAsync(Body(Kim, "k"), receivedAt: Now);

        var erased = await EraseAsync();

        Assert.Equal((false, true), (erased.Any, erased.IsAll));
        Assert.Single((await Bench.ReadAsync(Kim))!.Value.Calls);
        Assert.Single(await Storage.ListRawAsync());
    }

    [Fact]
    public async Task Payload_that_nobody_can_read_stays_and_is_said()
    {
        var payload = await Stores.StoreAsync(Body(Sam, "c"), Now);
        await Storage.WriteRawAsync(payload.Value, "half a pay"u8.ToArray());

        var erased = await EraseAsync();

        Assert.Equal((false, false, 1), (erased.Any, erased.IsAll, erased.Unreadable));
        Assert.Equal([payload.Value], await Storage.ListRawAsync());
    }

    [Fact]
    public async Task Erasing_that_is_cut_short_before_any_change_is_ended_by_the_next()
    {
        // Fewer on a storage account, where each takes longer and what is cut short is the same.
        for (var last = 1; ; last += Kind == StorageKind.Embedded ? 1 : 3)
        {
            await Bench.LearnAsync(Body(Sam, $"learned {last}"), receivedAt: Now.AddDays(-1));
            await Bench.LearnAsync(Audio($"learned {last}"), receivedAt: Now);
            await Bench.LearnAsync(Body(Sam, $"unsuccessful {last}", status: "failed"), receivedAt: Now.AddDays(-1));
            await Bench.LearnAsync(Audio($"unsuccessful {last}"), receivedAt: Now);
            await LearnForAnotherFirstAsync($"former {last}");
            await EnqueueAsync(Body(Sam, $"waiting {last}"), Now);
            await Stores.Receipts.WriteAsync(
                await Stores.StoreAsync(Body(Sam, $"failed {last}"), Now),
                new Receipt(ReceiptResult.Failed, "The disk was full.", 5),
                CancellationToken.None);
            var changes = 0;
            var isCut = false;
            void CutAtLast()
            {
                if (++changes != last)
                    return;
                isCut = true;
                throw new IOException("killed");
            }

            try
            {
                await EraseThrough(CutAtLast).EraseAsync(Bench.KeyOf(Sam), CancellationToken.None);
            }
            catch (IOException) when (isCut)
            {
                await EraseAsync();
            }

            await IsGoneAsync();
            Assert.Empty((await Bench.ReadAsync(Kim))!.Value.Calls);
            Assert.Empty(await Storage.ListRawAsync());
            Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
            Assert.Empty(await Stores.Pending.ListAsync(CancellationToken.None).ToListAsync());
            await Stores.LearnAllAsync();
            await IsGoneAsync();
            Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
            if (!isCut)
            {
                Assert.True(last > 10);
                return;
            }
        }
    }

    [Fact]
    public async Task Learner_that_is_killed_while_its_caller_is_erased_leaves_what_the_next_erasing_is_told_to_remove()
    {
        for (var access = 1; ; access++)
        {
            var (count, body) = (0, Body(Sam, $"c{access}"));
            KeptOfCaller? erased = null;
            using var bench = new LearningBench(Stores, InterruptedCallers.Of(Stores, async () =>
            {
                if (++count == access)
                    erased = await EraseAsync();
                else if (count == access + 1)
                    throw new IOException("killed");
            }));
            await EnqueueAsync(body, Now);
            try
            {
                await bench.LearnAsync(body, receivedAt: Now);
            }
            catch (IOException)
            {
                Assert.False(erased!.IsAll);
            }

            await Stores.LearnAllAsync();
            await EraseAsync();

            Assert.True((await EraseAsync()).IsAll);
            await IsGoneAsync();
            Assert.Empty(await Storage.ListRawAsync());
            Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
            if (erased is null)
                return;
        }
    }

    [Fact]
    public async Task Profile_that_an_erasing_left_behind_goes_with_the_next()
    {
        await Bench.LearnAsync(Body(Sam, "c"), receivedAt: Now);
        Assert.True(await Stores.Callers.TryDeleteAsync(Bench.KeyOf(Sam), (await Bench.ReadAsync(Sam))!.ETag, CancellationToken.None));

        Assert.True((await EraseAsync()).Any);

        await IsGoneAsync();
    }

    [Fact]
    public async Task Call_that_is_being_learned_while_its_caller_is_erased_leaves_nothing()
    {
        // Erased at each access of the learner to the caller's store in turn, until it has no more of them.
        for (var access = 1; ; access++)
        {
            var (count, isErased) = (0, false);
            var body = Body(Sam, $"c{access}");
            var store = InterruptedCallers.Of(Stores, async () =>
            {
                if (++count != access)
                    return;
                isErased = true;
                await EraseAsync();
            });
            using var bench = new LearningBench(Stores, store);

            var receipt = await bench.LearnAsync(body, receivedAt: Now);

            if (!isErased)
            {
                Assert.Equal(ReceiptResult.Learned, receipt.Result);
                Assert.True(access > 3);
                return;
            }

            Assert.Equal(new Receipt(ReceiptResult.NothingToLearn, "The caller was erased.", 1), receipt);
            await IsGoneAsync();
            Assert.Empty(await Storage.ListRawAsync());
            Assert.Null(await ReceiptAsync(body, Now));
        }
    }

    [Fact]
    public async Task Profile_stays_away_when_its_caller_is_erased_while_a_newer_body_names_another()
    {
        // Erased at each access in turn of the learner who takes the older body out of the record.
        for (var access = 1; ; access++)
        {
            await Bench.LearnAsync(Body(Sam, $"other {access}"), receivedAt: Now);
            await Bench.LearnAsync(Body(Sam, $"c{access}"), receivedAt: Now);

            var isErased = await LearnWhileErasedAsync(access, Body(Kim, $"c{access}", timestamp: 2));

            if (!isErased)
            {
                Assert.True(access > 5);
                return;
            }

            await IsGoneAsync();
            Assert.Contains((await Bench.ReadAsync(Kim))!.Value.Calls, call => call.ConversationId == $"c{access}");
        }
    }

    [Fact]
    public async Task Conversation_that_taught_another_first_leaves_their_record_too_when_its_caller_is_erased_meanwhile()
    {
        for (var access = 1; ; access++)
        {
            await Bench.LearnAsync(Body(Kim, $"c{access}"), receivedAt: Now);

            var isErased = await LearnWhileErasedAsync(access, Body(Sam, $"c{access}", timestamp: 2));
            await EraseAsync();

            Assert.Empty((await Bench.ReadAsync(Kim))!.Value.Calls);
            Assert.Empty((await Bench.ReadProfileAsync(Kim))!.Facts);
            await IsGoneAsync();
            Assert.Empty(await Storage.ListRawAsync());
            if (!isErased)
            {
                Assert.True(access > 5);
                return;
            }
        }
    }

    [Fact]
    public async Task Conversation_that_becomes_another_callers_before_it_is_closed_stays_theirs()
    {
        await Bench.LearnAsync(Body(Sam, "a"), receivedAt: Now);
        await Bench.LearnAsync(Body(Sam, "c"), receivedAt: Now);
        var claims = FirstInterrupted(Stores.Claims, () => Bench.LearnAsync(Body(Kim, "c", timestamp: 2), receivedAt: Now));

        var erased = await EraseThrough(claims).EraseAsync(Bench.KeyOf(Sam), CancellationToken.None);

        Assert.Equal((1, 1, 1), (erased.Calls, erased.Conversations.Count, erased.Payloads.Count));
        Assert.Equal("c", Assert.Single((await Bench.ReadAsync(Kim))!.Value.Calls).ConversationId);
        Assert.NotNull(await Stores.ReadAsync(Stores.NameOf(Body(Kim, "c", timestamp: 2), Now)));
        await IsGoneAsync();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Profile_is_that_of_the_record_when_its_caller_is_erased_while_it_is_written(bool isForgetting, bool callsAgain)
    {
        for (var access = 1; ; access++)
        {
            await Bench.LearnAsync(Body(Sam, $"c{access}"), receivedAt: Now);
            await Bench.LearnAsync(Body(Sam, $"d{access}"), receivedAt: Now);
            var (count, isErased) = (0, false);
            var records = InterruptedCallers.Of(Stores, async () =>
            {
                if (++count != access)
                    return;
                isErased = true;
                await EraseAsync();
                if (callsAgain)
                    await Bench.LearnAsync(Body(Sam, $"again {access}", plan: "tin"), receivedAt: Now);
            });

            await (isForgetting
                ? records.ForgetAsync(Bench.KeyOf(Sam), $"c{access}", ConversationClaim.Erased.PayloadVersion, CancellationToken.None)
                : records.RenewProfileAsync(Bench.KeyOf(Sam), CancellationToken.None));

            if (!isErased)
            {
                Assert.True(access > 4);
                return;
            }

            Assert.Equal(callsAgain ? "tin" : null, (await Bench.ReadProfileAsync(Sam))?.Facts["plan"]);
            await EraseAsync();
        }
    }

    [Fact]
    public async Task Call_that_is_learned_between_looking_and_erasing_is_erased()
    {
        var first = Body(Sam, "first");
        await Stores.StoreAsync(first, Now);
        var claims = FirstInterrupted(Stores.Claims, () => Bench.LearnAsync(first, receivedAt: Now));

        Assert.Equal(1, (await EraseThrough(claims).EraseAsync(Bench.KeyOf(Sam), CancellationToken.None)).Calls);

        await IsGoneAsync();
        Assert.Empty(await Storage.ListRawAsync());
        Assert.Null(await ReceiptAsync(first, Now));
    }

    [Fact]
    public async Task Callers_who_are_learned_and_erased_at_the_same_time_are_there_or_gone_as_a_whole()
    {
        await using var otherStores = Storage.Open();
        using var other = new LearningBench(otherStores);
        var payloads = new List<PayloadName>();
        for (var i = 0; i < 12; i++)
            payloads.Add(await Stores.StoreAsync(Body(i % 3 == 0 ? Kim : Sam, $"c{i}"), Now));

        await Task.WhenAll(
            Task.WhenAll(payloads.Select((payload, i) =>
                Task.Run(() => (i % 2 == 0 ? Bench : other).Learn.LearnAsync(payload, 1, isReplay: false, CancellationToken.None)))),
            Task.Run(EraseAsync));

        // Whatever the order was, a payload without its call, or a call without its payload, is none of the outcomes.
        var left = (await Storage.ListRawAsync()).ToHashSet(StringComparer.Ordinal);
        var sam = (await Bench.ReadAsync(Sam))?.Value.Calls.Select(call => call.Payload) ?? [];
        Assert.Equal(4, (await Bench.ReadAsync(Kim))!.Value.Calls.Count);
        Assert.Equal(
            left.Order(StringComparer.Ordinal),
            sam.Concat((await Bench.ReadAsync(Kim))!.Value.Calls.Select(call => call.Payload)).Order(StringComparer.Ordinal));
        Assert.Equal(await Bench.ReadAsync(Sam) is null, await Bench.ReadProfileAsync(Sam) is null);
        await EraseAsync();
        await IsGoneAsync();
        Assert.Equal(4, (await Storage.ListRawAsync()).Count);
    }

    private static byte[] Body(string caller, string conversation, double timestamp = 1, string status = "done", string plan = "gold")
        => LearningBench.Body(timestamp, caller, plan, status, conversation);

    private static byte[] Audio(string conversation)
        => Encoding.UTF8.GetBytes(
            $$$"""{"type":"post_call_audio","event_timestamp":1,"data":{"conversation_id":"{{{conversation}}}","full_audio":"AAAA"}}""");

    // An outbound call that nobody took: what the carrier said of it names the number.
    private static byte[] Unreached(string caller)
    {
        var body = JsonNode.Parse(Payload.Read("call_initiation_failure.twilio.json"))!;
        body["data"]!["conversation_id"] = $"unreached {caller}";
        var said = body["data"]!["metadata"]!["body"]!;
        said["To"] = caller;
        said["Called"] = caller;
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private static InterruptedDocuments<T> FirstInterrupted<T>(IDocumentStore<T> documents, Func<Task> happens)
        where T : class, IStoredDocument
    {
        var hasHappened = false;
        return new InterruptedDocuments<T>(documents, async () =>
        {
            if (hasHappened)
                return;
            hasHappened = true;
            await happens();
        });
    }

    private EraseCaller EraseThrough(IDocumentStore<ConversationClaim> claims)
    {
        var records = Stores.Get<CallerRecords>();
        return new EraseCaller(
            Stores.Get<FindCaller>(),
            new CurrentPayload(claims, records, Stores.Get<CallersToIndex>()),
            Stores.Get<PayloadErasure>(),
            Stores.Get<IndexErasure>(),
            records,
            Stores.Get<IDeletedData>());
    }

    private EraseCaller EraseThrough(Action beforeChange)
    {
        var records = new CallerRecords(
            Cut(Stores.Callers, beforeChange), Cut(Stores.Segments, beforeChange), Cut(Stores.Profiles, beforeChange),
            new PartIndexWriter(), Storage.Clock);
        return new EraseCaller(
            Stores.Get<FindCaller>(),
            new CurrentPayload(Cut(Stores.Claims, beforeChange), records, Stores.Get<CallersToIndex>()),
            new PayloadErasure(
                Cut(Stores.Archive, beforeChange), Cut(Stores.Receipts, beforeChange), Cut(Stores.Pending, beforeChange),
                Cut(Stores.Get<ICallList>(), beforeChange), Stores.Get<UnreadableMessages>(),
                Stores.Get<StoredJobs>()),
            new IndexErasure(
                Stores.Get<IndexCallers>(), [], Cut(Stores.Get<IDocumentStore<CallerVectors>>(), beforeChange), Stores.Notes),
            records,
            Cut(Stores.Get<IDeletedData>(), beforeChange));
    }

    private static T Cut<T>(T port, Action beforeChange)
        where T : class
    {
        var cut = DispatchProxy.Create<T, CutShortPort<T>>();
        ((CutShortPort<T>)(object)cut).PutBefore(port, beforeChange);
        return cut;
    }

    private Task<KeptOfCaller> EraseAsync() => Stores.Get<EraseCaller>().EraseAsync(Bench.KeyOf(Sam), CancellationToken.None);

    // As a learner who is killed before the older body is taken out of the record that it taught leaves it.
    private async Task LearnForAnotherFirstAsync(string conversation)
    {
        var older = Body(Kim, conversation);
        await Bench.LearnAsync(older, receivedAt: Now);
        await Bench.LearnAsync(Body(Sam, conversation, timestamp: 2), receivedAt: Now);
        var extracted = SampleRecords.Extracted(conversation, 1);
        extracted = extracted with { Call = extracted.Call with { Payload = Stores.NameOf(older, Now).Value } };
        await Stores.Get<CallerRecords>().ApplyAsync(
            Bench.KeyOf(Kim), new Caller(CallerKind.Phone, Kim), [extracted], CancellationToken.None);
    }

    // Learns, and erases at one access of the learner to the caller's store; false when it has fewer.
    private async Task<bool> LearnWhileErasedAsync(int access, byte[] body)
    {
        var (count, isErased) = (0, false);
        using var bench = new LearningBench(Stores, InterruptedCallers.Of(Stores, async () =>
        {
            if (++count != access)
                return;
            isErased = true;
            await EraseAsync();
        }));
        await bench.LearnAsync(body, receivedAt: Now);
        return isErased;
    }

    private async Task EnqueueAsync(byte[] body, DateTimeOffset at)
    {
        var payload = await Stores.StoreAsync(body, at);
        await Stores.Pending.AddAsync(payload, CancellationToken.None);
        await Stores.Queue.EnqueueAsync(CallMessage.For(payload), CancellationToken.None);
    }

    private async Task<Receipt?> ReceiptAsync(byte[] body, DateTimeOffset at)
        => await Stores.Receipts.ReadAsync(Stores.NameOf(body, at), CancellationToken.None);

    private async Task IsGoneAsync()
    {
        Assert.Null(await Bench.ReadAsync(Sam));
        Assert.Null(await Bench.ReadProfileAsync(Sam));
    }

    public sealed class OnFiles() : EraseCallerTests(StorageKind.Embedded);
}
