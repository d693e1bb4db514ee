using System.Reflection;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Processing;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Processing;

/// <summary>What learning, replaying and erasing leave in the list of callers and calls.</summary>
public abstract class ListedCallsTests(StorageKind kind) : LearningTests(kind)
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";

    private ICallList List => Stores.Get<ICallList>();

    private DateTimeOffset Now => Storage.Clock.GetUtcNow();

    [Fact]
    public async Task Learned_call_is_listed_with_its_caller()
    {
        var body = Body(1, Sam, "a");
        body["data"]!["agent_id"] = "agent_1";
        body["data"]!["metadata"]!["call_duration_secs"] = 63;
        body["data"]!["metadata"]!["phone_call"]!["direction"] = "inbound";
        await LearnAsync(body);

        var call = Assert.Single(await CallsAsync());
        var payload = Assert.Single(await Stores.Records.ReadAsync(Bench.KeyOf(Sam), CancellationToken.None) is { } record
            ? record.Value.Calls.Select(past => past.Payload)
            : []);
        Assert.Equal(
            new ListedCall(
                PayloadName.Parse(payload)!.ConversationHash, At, PayloadName.Parse(payload)!, ReceiptResult.Learned, Reason: null)
            {
                Caller = Bench.KeyOf(Sam),
                AgentId = "agent_1",
                DurationSeconds = 63,
                Direction = CallDirection.Inbound,
            },
            call);
        Assert.Equal(new ListedCaller(Bench.KeyOf(Sam), "phone …0123", At, 1, 1), Assert.Single(await CallersAsync()));
    }

    [Fact]
    public async Task Call_that_taught_nobody_is_listed_with_the_reason()
    {
        await LearnAsync(Body(1, Sam, "a", status: "failed"));
        await LearnAsync(Body(1, caller: null, "b"));

        Assert.Equal(
            ["The call failed.", "The payload names no caller."], (await CallsAsync()).Select(call => call.Reason).Order());
        Assert.Contains(await CallsAsync(), call => call.Caller == Bench.KeyOf(Sam));
        Assert.Empty(await CallersAsync());
    }

    [Fact]
    public async Task Failed_call_is_listed_as_failed_until_it_is_learned_by_a_replay()
    {
        var name = await Stores.StoreAsync(Bytes(Body(1, Sam, "a")), Now);
        await Bench.Learn.LearnAsync(name, LearnFromCall.MaxTries + 1, isReplay: false, CancellationToken.None);

        var failed = Assert.Single((await List.ListCallsAsync(CallFilter.Failed, null, 9, CancellationToken.None)).Items);
        Assert.Equal((Bench.KeyOf(Sam), At), (failed.Caller, failed.BeganAt));
        Assert.StartsWith("No tries are left", failed.Reason, StringComparison.Ordinal);
        await Bench.Learn.LearnAsync(name, 1, isReplay: true, CancellationToken.None);

        Assert.Empty((await List.ListCallsAsync(CallFilter.Failed, null, 9, CancellationToken.None)).Items);
        Assert.Equal(ReceiptResult.Learned, Assert.Single(await CallsAsync()).Result);
        Assert.Single(await CallersAsync());
    }

    [Fact]
    public async Task Damaged_payload_is_listed_as_failed()
    {
        var name = Stores.NameOf("{\"type\":\"post_call_transcription\",\"data\":{\"conversation_id\":\"c\"}}");
        await Storage.WriteRawAsync(name.Value, "{}"u8.ToArray());

        await Bench.Learn.LearnAsync(name, 1, isReplay: false, CancellationToken.None);

        Assert.Equal((name, null, ReceiptResult.Failed), Assert.Single(await CallsAsync()) is var call
            ? (call.Payload, call.Caller, call.Result)
            : default);
    }

    [Fact]
    public async Task Conversation_that_names_another_caller_later_is_listed_with_that_one()
    {
        await LearnAsync(Body(1, Sam, "a"));
        await LearnAsync(Body(1, Sam, "b"));
        await LearnAsync(Body(2, Kim, "a"));

        Assert.Equal(2, (await CallsAsync()).Count);
        var callers = (await CallersAsync()).ToDictionary(caller => caller.Key, caller => caller.Calls);
        Assert.Equal((1, 1), (callers[Bench.KeyOf(Sam)], callers[Bench.KeyOf(Kim)]));

        await LearnAsync(Body(2, Kim, "b"));
        Assert.Equal(Bench.KeyOf(Kim), Assert.Single(await CallersAsync()).Key);
    }

    [Fact]
    public async Task Call_that_could_not_be_listed_is_learned_and_listed_by_the_sweep()
    {
        using var metrics = new ElaomsMetrics();
        using var recorded = new Telemetry.RecordedMetrics(metrics);
        var learn = LearnThrough(DispatchProxy.Create<ICallList, UntouchablePort>(), metrics);
        var name = await Stores.StoreAsync(Bytes(Body(1, Sam, "a")), Now);

        Assert.Equal(ReceiptResult.Learned, (await learn.LearnAsync(name, 1, isReplay: false, CancellationToken.None)).Result);

        Assert.Equal(1, recorded.Sum("elaoms.calls.unlisted"));
        Assert.Empty(await CallsAsync());
        Assert.Equal(name, Assert.Single(await Stores.Pending.ListAsync(CancellationToken.None).ToListAsync()).Name);
        await SweepLaterAsync();
        Assert.Equal(name, Assert.Single(await CallsAsync()).Payload);
        Assert.Equal(Bench.KeyOf(Sam), Assert.Single(await CallersAsync()).Key);
        Assert.Empty(await Stores.Pending.ListAsync(CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task List_that_was_lost_is_made_again_of_records_and_receipts()
    {
        await LearnAsync(Body(1, Sam, "a"));
        await LearnAsync(Body(1, Sam, "b"));
        await LearnAsync(Body(1, Kim, "c"));
        await LearnAsync(Body(1, Kim, "d", status: "failed"));
        var failing = await Stores.StoreAsync(Bytes(Body(1, Kim, "e")), Now);
        await Bench.Learn.LearnAsync(failing, LearnFromCall.MaxTries + 1, isReplay: false, CancellationToken.None);
        var (calls, callers) = (await CallsAsync(), await CallersAsync());
        Assert.Equal((5, 2), (calls.Count, callers.Count));
        foreach (var caller in new[] { Sam, Kim })
            await List.EraseAsync(Bench.KeyOf(caller), [], CancellationToken.None);
        Assert.Empty(await CallsAsync());

        var progress = await Stores.Get<RebuildCallList>().RunAsync(new Progress<CallListProgress>(), CancellationToken.None);

        Assert.Equal((2, 2, 5, 0), (progress.Callers, progress.Done, progress.Calls, progress.Failed));
        Assert.Equal(Sorted(calls), Sorted(await CallsAsync()));
        Assert.Equal(callers.OrderBy(caller => caller.Key.Value), (await CallersAsync()).OrderBy(caller => caller.Key.Value));
        // Once more, over a list that is whole.
        await Stores.Get<RebuildCallList>().RunAsync(new Progress<CallListProgress>(), CancellationToken.None);
        Assert.Equal(Sorted(calls), Sorted(await CallsAsync()));
    }

    [Fact]
    public async Task Entry_that_nothing_stands_behind_is_removed_when_the_list_is_made_anew()
    {
        await LearnAsync(Body(1, Sam, "a"));
        var gone = Stores.NameOf(Bytes(Body(1, Kim, "gone")));
        var call = new ListedCall(ListedCall.IdOf(gone), At, gone, ReceiptResult.Learned, Reason: null) { Caller = Bench.KeyOf(Kim) };
        await List.WriteAsync(
            new CallListing(call, new ListedCaller(Bench.KeyOf(Kim), "phone …0199", At, 1, 1)), CancellationToken.None);

        await using var later = Storage.Open(new FixedClock(Now + TimeSpan.FromHours(1)));
        var progress = await later.Get<RebuildCallList>().RunAsync(new Progress<CallListProgress>(), CancellationToken.None);

        Assert.NotEqual(0, progress.Removed);
        Assert.Equal(Bench.KeyOf(Sam), Assert.Single(await CallsAsync()).Caller);
        Assert.Equal(Bench.KeyOf(Sam), Assert.Single(await CallersAsync()).Key);
    }

    [Fact]
    public async Task Erased_caller_is_not_listed_nor_is_a_call_that_was_being_learned()
    {
        await LearnAsync(Body(1, Sam, "a"));
        await LearnAsync(Body(1, Sam, "b", status: "failed"));
        await LearnAsync(Body(1, Kim, "c"));

        await Stores.Get<EraseCaller>().EraseAsync(Bench.KeyOf(Sam), CancellationToken.None);
        await LearnAsync(Body(2, Sam, "a"));

        Assert.Equal(Bench.KeyOf(Kim), Assert.Single(await CallsAsync()).Caller);
        Assert.Equal(Bench.KeyOf(Kim), Assert.Single(await CallersAsync()).Key);
        Assert.Null(await List.FindCallerAsync(Bench.KeyOf(Sam), CancellationToken.None));
    }

    [Fact]
    public void List_agrees_with_records_however_payloads_come() => Check(
        from payloads in (from conversation in Gen.Choose(0, 3)
                          from timestamp in Gen.Choose(1, 4)
                          from caller in Gen.Elements(Sam, Kim, null)
                          from isUnlisted in Gen.Elements(false, false, true)
                          select (conversation, timestamp, caller, isUnlisted)).ListOf()
        select payloads.Take(8).ToList(),
        async payloads =>
        {
            await using var storage = await Kind.MakeAsync();
            await using var stores = storage.Open();
            using var bench = new LearningBench(stores);
            using var metrics = new ElaomsMetrics();
            var unlisted = LearnThrough(DispatchProxy.Create<ICallList, UntouchablePort>(), metrics, stores);
            foreach (var (conversation, timestamp, caller, isUnlisted) in payloads)
            {
                var name = await stores.StoreAsync(Bytes(Body(timestamp, caller, $"{conversation}")), storage.Clock.GetUtcNow());
                await (isUnlisted ? unlisted : bench.Learn).LearnAsync(name, 1, isReplay: false, CancellationToken.None);
            }

            await foreach (var entry in stores.Pending.ListAsync(CancellationToken.None))
                await stores.Get<CallOutcomes>().ListAgainAsync(entry.Name, CancellationToken.None);

            var list = stores.Get<ICallList>();
            foreach (var caller in new[] { Sam, Kim })
            {
                var record = await bench.ReadAsync(caller);
                var listed = await list.FindCallerAsync(bench.KeyOf(caller), CancellationToken.None);
                Assert.Equal(record is { Value.Calls.Count: > 0 } ? record.Value.Calls.Count : 0, listed?.Calls ?? 0);
                Assert.Equal(
                    (record?.Value.Calls ?? []).Select(call => call.Payload).Order(StringComparer.Ordinal),
                    (await list.ListCallsAsync(new CallFilter(bench.KeyOf(caller)), null, 99, CancellationToken.None)).Items
                        .Select(call => call.Payload.Value).Order(StringComparer.Ordinal));
            }
        });

    private static DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds((long)Payloads.Recent);

    private static JsonObject Body(double timestamp, string? caller, string conversation, string status = "done")
        => (JsonObject)JsonNode.Parse(LearningBench.Body(timestamp, caller, status: status, conversation: conversation))!;

    private static byte[] Bytes(JsonObject body) => System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());

    private Task<Receipt> LearnAsync(JsonObject body) => Bench.LearnAsync(Bytes(body), receivedAt: Now);

    private LearnFromCall LearnThrough(ICallList list, ElaomsMetrics metrics, Stores? stores = null)
    {
        stores ??= Stores;
        var outcomes = new CallOutcomes(
            stores.Receipts, stores.Pending, list, stores.Get<ArchivedCallReader>(), stores.Get<CurrentPayload>(), stores.Records, metrics,
            Storage.Clock, NullLogger<CallOutcomes>.Instance);
        return new LearnFromCall(
            stores.Archive, outcomes, stores.Get<ArchivedCallReader>(), stores.Get<CurrentPayload>(), stores.Get<CallExtractor>(), metrics,
            Storage.Clock, NullLogger<LearnFromCall>.Instance);
    }

    private async Task SweepLaterAsync()
    {
        var later = new FixedClock(Now + TimeSpan.FromHours(1));
        await using var stores = Storage.Open(later);
        await stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None);
    }

    private async Task<IReadOnlyList<ListedCall>> CallsAsync()
        => (await List.ListCallsAsync(CallFilter.All, after: null, ListPages.MaxCount, CancellationToken.None)).Items;

    private async Task<IReadOnlyList<ListedCaller>> CallersAsync()
        => (await List.ListCallersAsync(after: null, ListPages.MaxCount, CancellationToken.None)).Items;

    private static IEnumerable<ListedCall> Sorted(IEnumerable<ListedCall> calls) => calls.OrderBy(call => call.Id, StringComparer.Ordinal);

    public sealed class OnFiles() : ListedCallsTests(StorageKind.Embedded);
}
