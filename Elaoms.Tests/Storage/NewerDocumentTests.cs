using System.Text;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Indexing;
using Elaoms.Core.Json;
using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Processing;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Indexing;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Records;
using Elaoms.Tests.Telemetry;
using Xunit;

namespace Elaoms.Tests.Storage;

/// <summary>
/// Documents of a newer form, as a newer instance writes them beside this one: refused, left byte for byte, and tried again.
/// </summary>
public abstract class NewerDocumentTests(StorageKind kind) : StorageTests(kind)
{
    private const string Sam = "+12025550123";


    private LearningBench Bench { get; set; } = null!;

    private RecordedMetrics Recorded { get; set; } = null!;

    private DateTimeOffset Now => Storage.Clock.GetUtcNow();

    private CallerKey Key => Bench.KeyOf(Sam);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Bench = new LearningBench(Stores);
        Recorded = new RecordedMetrics(Stores.Get<ElaomsMetrics>());
    }

    public override async Task DisposeAsync()
    {
        Recorded.Dispose();
        Bench.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Record_is_left_as_it_is_by_learning_sweeping_recalling_and_erasing()
    {
        var learned = await LearnAsync("a");
        await AssertStaysAsync(StoredBytes.Record(Key), async () =>
        {
            await IsRefusedAsync(() => LearnAsync("b"));
            await IsRefusedAsync(() => LearnAsync("a", timestamp: 2));
            await IsRefusedAsync(EraseAsync);
            await RecallAsync();
        });
        Assert.Equal(1, Recorded.Sum("elaoms.recall.faults{route=search-data,reason=newer}"));
        Assert.Equal(1, Recorded.Sum("elaoms.documents.newer{document=record}"));
        Assert.NotNull(await Stores.ReadAsync(learned));
    }

    [Fact]
    public async Task Profile_is_left_as_it_is_and_recall_gives_defaults()
    {
        await LearnAsync("a");
        await LearnAsync("c");
        Assert.Equal("gold", (await RecallAsync()).Profile!.Facts["plan"]);
        await AssertStaysAsync(StoredBytes.Profile(Key), async () =>
        {
            await IsRefusedAsync(() => LearnAsync("b"));
            await IsRefusedAsync(() => LearnAsync("b"));
            await IsRefusedAsync(
                () => Stores.Get<CallerRecords>().ForgetAsync(Key, "a", ConversationClaim.Erased.PayloadVersion, CancellationToken.None));
            await IsRefusedAsync(() => Stores.Get<CallerRecords>().EraseAsync(Key, "b", CancellationToken.None));
            await IsRefusedAsync(() => Stores.Get<CallerRecords>().RenewProfileAsync(Key, CancellationToken.None));
            Assert.Null((await RecallAsync()).Profile);
        });
        Assert.Equal(1, Recorded.Sum("elaoms.recall.faults{route=client-data,reason=newer}"));
        Assert.Equal(1, Recorded.Sum("elaoms.documents.newer{document=profile}"));

        // It is derived of the record, which this program understands: with its caller it goes.
        var erased = await Stores.Get<EraseCaller>().EraseAsync(Key, CancellationToken.None);
        Assert.True(erased is { HasRecord: true, Waiting: 1 }, erased.ToString());
        Assert.Null(await StoredBytes.Profile(Key).ReadAsync(Stores));
    }

    [Fact]
    public async Task Claim_is_left_as_it_is()
    {
        var payload = await LearnAsync("a");
        await AssertStaysAsync(StoredBytes.Claim(payload), async () =>
        {
            await IsRefusedAsync(() => LearnAsync("a", timestamp: 2));
            await IsRefusedAsync(() => LearnAsync("a"));
            await IsRefusedAsync(EraseAsync);
            await LearnAsync("b");
            Assert.NotNull((await RecallAsync()).Profile);
        });
        Assert.Equal(2, (await Bench.ReadAsync(Sam))!.Value.Calls.Count);
    }

    [Theory]
    [InlineData(ReceiptResult.Learned)]
    [InlineData(ReceiptResult.Failed)]
    public async Task Receipt_is_left_as_it_is(ReceiptResult result)
    {
        var payload = await LearnAsync("a");
        await Stores.Receipts.DeleteAsync(payload, CancellationToken.None);
        await Stores.Receipts.WriteAsync(payload, new Receipt(result, "r", 5), CancellationToken.None);
        await AssertStaysAsync(StoredBytes.Receipt(payload), async () =>
        {
            await IsRefusedAsync(() => LearnAsync("a"));
            foreach (var other in Enum.GetValues<ReceiptResult>())
                await IsRefusedAsync(
                    async () => await Stores.Receipts.WriteAsync(payload, new Receipt(other, "r", 1), CancellationToken.None));
            await IsRefusedAsync(() => Stores.Get<ReplayCall>().ReplayAsync(payload, CancellationToken.None));
            await LearnAsync("b");
            Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        });
    }

    [Fact]
    public async Task Note_and_vectors_are_left_as_they_are_and_go_with_their_caller()
    {
        await LearnAsync("a");
        await Stores.Notes.TryWriteAsync(Key, new EngineNote { Server = "s" }, null, CancellationToken.None);
        var vectors = Stores.Get<IDocumentStore<CallerVectors>>();
        await vectors.TryWriteAsync(Key, new CallerVectors { Model = "m" }, null, CancellationToken.None);
        await AssertStaysAsync(StoredBytes.Note(Key), () => AssertStaysAsync(StoredBytes.Vectors(Key), async () =>
        {
            await IsRefusedAsync(async () => await Stores.Notes.ReadAsync(Key, CancellationToken.None));
            await IsRefusedAsync(async () => await vectors.ReadAsync(Key, CancellationToken.None));
            await LearnAsync("b");
        }));

        Assert.True((await Stores.Get<FindCaller>().FindAsync(Key, CancellationToken.None)).IsLeftInOpenMemory);
        await Stores.Get<EraseCaller>().EraseAsync(Key, CancellationToken.None);

        Assert.Null(await StoredBytes.Vectors(Key).ReadAsync(Stores));
        Assert.Null(await Bench.ReadAsync(Sam));
    }

    [Fact]
    public async Task Index_task_is_left_to_who_wrote_it_and_keeps_no_other_caller_waiting()
    {
        await LearnAsync("a");
        var other = new CallerKey(new string('a', 64));
        var process = new IndexProcess(Stores, new ScriptedEngine(), Storage.Clock);
        await process.AddAsync(Key);
        await process.AddAsync(other);
        await AssertStaysAsync(StoredBytes.IndexTask(Key), async () =>
        {
            Assert.Equal(1, await process.IndexDueAsync());
            Assert.Equal(IndexOutcome.NotDue, await process.IndexAsync(Key));
            await IsRefusedAsync(() => process.AddAsync(Key));
            await IsRefusedAsync(() => process.Erase.EraseAsync(Key, CancellationToken.None));
        });
        Assert.Null(await process.TaskAsync(other));
    }

    [Fact]
    public async Task Notices_of_messages_are_left_as_they_are()
    {
        await LearnAsync("a");
        await Stores.Get<LearnFromMessage>().LearnAsync("garbage", 1, CancellationToken.None);
        await AssertStaysAsync(StoredBytes.Notices, async () =>
        {
            await IsRefusedAsync(() => Stores.Get<LearnFromMessage>().LearnAsync("more garbage", 1, CancellationToken.None));
            await IsRefusedAsync(() => Stores.Get<UnreadableMessages>().DismissAsync(CancellationToken.None));
            await LearnAsync("b");
        });
    }

    [Fact]
    public async Task Time_of_the_next_comparison_is_left_as_it_is_and_everything_is_compared_when_asked()
    {
        await Stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None);
        await AssertStaysAsync(StoredBytes.Comparison, async () =>
        {
            Assert.False((await Stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None)).IsAll);
            Assert.True((await Stores.Get<Reconciler>().ReconcileAllAsync(CancellationToken.None)).IsAll);
        });
    }

    [Fact]
    public async Task Message_is_left_in_the_queue_and_tried_again()
    {
        var payload = await Stores.StoreAsync(LearningBench.Body(1, Sam), Now);
        await Stores.Queue.EnqueueAsync(
            new CallMessage(CallMessage.CurrentVersion + 1, payload, TraceParent: null), CancellationToken.None);
        var call = (await Stores.Queue.ReceiveAsync(LongLease, CancellationToken.None))!;

        foreach (var tries in (int[])[1, LearnFromCall.MaxTries])
            await Assert.ThrowsAsync<NotSupportedException>(
                () => Stores.Get<LearnFromMessage>().LearnAsync(call.Text, tries, CancellationToken.None));

        Assert.Null(await Stores.Receipts.ReadAsync(payload, CancellationToken.None));
        Assert.Equal(2, Recorded.Sum("elaoms.documents.newer{document=message}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(LearnFromCall.MaxTries)]
    [InlineData(LearnFromCall.MaxTries + 1)]
    [InlineData(100)]
    public async Task Call_of_a_caller_with_a_newer_record_is_tried_again_however_often_and_learned_by_who_can(int tries)
    {
        await LearnAsync("a");
        var record = StoredBytes.Record(Key);
        var before = await record.ReadAsync(Stores);
        await record.WriteAsync(Stores, Newer(before!));
        var payload = await Stores.StoreAsync(LearningBench.Body(1, Sam, conversation: "b"), Now);
        var message = CallMessage.For(payload).Encode();
        await IsRefusedAsync(() => Stores.Get<LearnFromMessage>().LearnAsync(message, 1, CancellationToken.None));

        await IsRefusedAsync(() => Stores.Get<LearnFromMessage>().LearnAsync(message, tries, CancellationToken.None));

        Assert.Null(await Stores.Receipts.ReadAsync(payload, CancellationToken.None));
        Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        await record.WriteAsync(Stores, before!);
        await Stores.Get<LearnFromMessage>().LearnAsync(message, 1, CancellationToken.None);
        Assert.Equal(2, (await Bench.ReadAsync(Sam))!.Value.Calls.Count);
    }

    [Fact]
    public async Task Documents_from_before_forms_were_numbered_are_read_and_written_with_a_number()
    {
        var payload = await LearnAsync("a");
        await Stores.Callers.WriteAsync(Key, (await Bench.ReadAsync(Sam))!.Value.FormerHead());
        StoredBytes[] documents =
        [
            StoredBytes.Record(Key), StoredBytes.Profile(Key), StoredBytes.Claim(payload), StoredBytes.Receipt(payload),
        ];
        foreach (var document in documents)
        {
            var json = JsonNode.Parse(await document.ReadAsync(Stores))!.AsObject();
            Assert.Equal(1, json["version"]!.GetValue<int>());
            json.Remove("version");
            await document.WriteAsync(Stores, Bytes(json));
        }

        Assert.Equal(1, (await Stores.Callers.ReadAsync(Key, CancellationToken.None))!.Value.Version);
        await LearnAsync("a", timestamp: 2, plan: "tin");
        await LearnAsync("b", plan: "tin");

        Assert.Equal("tin", (await RecallAsync()).Profile!.Facts["plan"]);
        Assert.Equal(2, (await Stores.Callers.ReadAsync(Key, CancellationToken.None))!.Value.Version);
        foreach (var document in documents[1..3])
            Assert.Equal(1, JsonNode.Parse(await document.ReadAsync(Stores))!["version"]!.GetValue<int>());
        Assert.True((await Stores.Get<EraseCaller>().EraseAsync(Key, CancellationToken.None)).IsAll);
    }

    // Not only more fields: one that ours must have is gone.
    private static byte[] Newer(byte[] document)
    {
        // What lies behind the JSON of a newer form is none of ours.
        var json = JsonNode.Parse(document.AsSpan(0, document.IndexOf((byte)0) is >= 0 and var end ? end : document.Length))!.AsObject();
        json.Remove("caller");
        json["version"] = 5;
        json["added_by_newer"] = new JsonObject { ["words"] = "kept" };
        return Bytes(json);
    }

    private static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static async Task IsRefusedAsync(Func<Task> act) => await Assert.ThrowsAsync<NewerDocumentException>(act);

    private async Task AssertStaysAsync(StoredBytes document, Func<Task> act)
    {
        var newer = Newer((await document.ReadAsync(Stores))!);
        await document.WriteAsync(Stores, newer);
        await act();
        await Stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None);
        Assert.Equal(newer, await document.ReadAsync(Stores));
    }

    private async Task<PayloadName> LearnAsync(string conversation, double timestamp = 1, string plan = "gold")
    {
        var payload = await Stores.StoreAsync(LearningBench.Body(timestamp, Sam, plan, conversation: conversation), Now);
        await Bench.Learn.LearnAsync(payload, 1, isReplay: false, CancellationToken.None);
        return payload;
    }

    private async Task EraseAsync() => await Stores.Get<EraseCaller>().EraseAsync(Key, CancellationToken.None);

    private async Task<ClientDataAnswer> RecallAsync()
    {
        await Stores.Get<SearchData>()
            .AnswerAsync(new SearchDataRequest("gold", 5) { CallerId = Sam }, token: null, CancellationToken.None);
        return await Stores.Get<ClientData>().AnswerAsync(new ClientDataRequest(Sam, AgentId: null), CancellationToken.None);
    }

    public sealed class OnFiles() : NewerDocumentTests(StorageKind.Embedded);
}
