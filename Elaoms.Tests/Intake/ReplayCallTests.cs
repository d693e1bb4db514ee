using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Intake;

/// <summary>Replaying, over each of the storages.</summary>
public abstract class ReplayCallTests(StorageKind kind) : StorageTests(kind)
{
    private const string Sam = "+12025550123";

    private static readonly Receipt Failed = new(ReceiptResult.Failed, "The disk is full.", 5);
    private static readonly byte[] Body = LearningBench.Body(1, Sam);
    private static readonly PayloadName Name = Stores.NameOf(Body);

    [Fact]
    public async Task Payload_that_failed_is_enqueued_and_learned_and_stays_failed_until_then()
    {
        using var bench = new LearningBench(Stores);
        await Stores.StoreAsync(Body);
        await Stores.Receipts.WriteAsync(Name, Failed, CancellationToken.None);

        Assert.Equal(ReplayResult.Enqueued, await ReplayAsync(Name));

        Assert.Equal(Failed, await ReceiptAsync());
        Assert.Equal([Name], await ListFailedAsync());
        await Stores.LearnAllAsync();
        Assert.Equal(new Receipt(ReceiptResult.Learned, null, 1), await ReceiptAsync());
        Assert.Empty(await ListFailedAsync());
        Assert.Single((await bench.ReadAsync(Sam))!.Value.Calls);
    }

    [Fact]
    public async Task Payload_that_fails_again_has_the_new_reason()
    {
        await Stores.StoreAsync(Body);
        await Storage.WriteRawAsync(Name.Value, "damaged"u8.ToArray());
        await Stores.Receipts.WriteAsync(Name, Failed, CancellationToken.None);

        await ReplayAsync(Name);
        await Stores.LearnAllAsync();

        Assert.Equal(
            new Receipt(ReceiptResult.Failed, "The archived payload is damaged: its content does not match its name.", 1),
            await ReceiptAsync());
        Assert.Equal([Name], await ListFailedAsync());
    }

    [Theory]
    [InlineData(ReceiptResult.Learned)]
    [InlineData(ReceiptResult.NothingToLearn)]
    public async Task Payload_that_is_done_with_is_left_alone(ReceiptResult result)
    {
        await Stores.StoreAsync(Body);
        await Stores.Receipts.WriteAsync(Name, new Receipt(result, null, 1), CancellationToken.None);

        Assert.Equal(ReplayResult.AlreadyDone, await ReplayAsync(Name));
        Assert.Equal(0, await Stores.Queue.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Payload_that_is_not_archived_is_not_enqueued()
    {
        await Stores.Receipts.WriteAsync(Name, Failed, CancellationToken.None);

        Assert.Equal(ReplayResult.NotArchived, await ReplayAsync(Name));

        Assert.Equal(0, await Stores.Queue.CountAsync(CancellationToken.None));
        Assert.Equal(Failed, await ReceiptAsync());
    }

    [Fact]
    public async Task Payload_without_a_receipt_is_enqueued()
    {
        await Stores.StoreAsync(Body);

        Assert.Equal(ReplayResult.Enqueued, await ReplayAsync(Name));
        await Stores.LearnAllAsync();

        Assert.Equal(ReceiptResult.Learned, (await ReceiptAsync())!.Result);
    }

    [Fact]
    public async Task Payload_replayed_twice_is_learned_once()
    {
        using var bench = new LearningBench(Stores);
        await Stores.StoreAsync(Body);
        await Stores.Receipts.WriteAsync(Name, Failed, CancellationToken.None);

        await ReplayAsync(Name);
        await ReplayAsync(Name);
        await Stores.LearnAllAsync();

        Assert.Equal(1, (await bench.ReadAsync(Sam))!.Value.Revision);
        Assert.Equal(ReplayResult.AlreadyDone, await ReplayAsync(Name));
    }

    [Fact]
    public async Task Process_that_dies_after_learning_a_replay_leaves_the_message_to_another_which_changes_nothing()
    {
        using var bench = new LearningBench(Stores);
        await Stores.StoreAsync(Body);
        await Stores.Receipts.WriteAsync(Name, Failed, CancellationToken.None);
        await ReplayAsync(Name);
        var call = (await Stores.Queue.ReceiveAsync(LongLease, CancellationToken.None))!;
        await Stores.Get<LearnFromMessage>().LearnAsync(call.Text, call.DequeueCount, CancellationToken.None);
        var learned = await bench.ReadAsync(Sam);

        // Not completed: it comes again.
        await Stores.Queue.HideAsync(call, TimeSpan.Zero, CancellationToken.None);
        await Stores.LearnAllAsync();

        Assert.Equal(learned!.ETag, (await bench.ReadAsync(Sam))!.ETag);
        Assert.Equal(new Receipt(ReceiptResult.Learned, null, 1), await ReceiptAsync());
    }

    private Task<ReplayResult> ReplayAsync(PayloadName name) => Stores.Get<ReplayCall>().ReplayAsync(name, CancellationToken.None);

    private ValueTask<Receipt?> ReceiptAsync() => Stores.Receipts.ReadAsync(Name, CancellationToken.None);

    private Task<List<PayloadName>> ListFailedAsync() => Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync().AsTask();

    public sealed class OnFiles() : ReplayCallTests(StorageKind.Embedded);
}
