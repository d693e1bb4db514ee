using Azure;
using Azure.Storage.Blobs;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Records;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Storage.Azure;

/// <summary>
/// A container or queue that is missing must never look like an empty one: a caller would be unknown, a payload lost, a call learned twice.
/// </summary>
public sealed class MissingContainerTests() : StorageTests(StorageKind.Azure)
{
    private static readonly CallerKey Key = CallerKey.Of(SampleRecords.Sam, "k"u8);
    private static readonly DateOnly Day = DateOnly.FromDateTime(FixedClock.Start.UtcDateTime);
    private static readonly PayloadName Name = Stores.NameOf("one");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var account = ((AzuriteStorage)Storage).Account;
        foreach (var container in account.Containers)
            await container.DeleteAsync();
        await account.Calls.DeleteAsync();
        await account.CallList.DeleteAsync();
    }

    [Fact]
    public async Task List_without_its_table_fails_and_holds_nothing_of_an_erased_caller()
    {
        var list = Stores.Get<ICallList>();
        var call = new ListedCall(ListedCall.IdOf(Name), FixedClock.Start, Name, ReceiptResult.Learned, Reason: null);

        await FailsAsync("TableNotFound", async () => await list.FindCallerAsync(Key, CancellationToken.None));
        await FailsAsync("TableNotFound", async () => await list.ListCallsAsync(CallFilter.All, null, 9, CancellationToken.None));
        await FailsAsync("TableNotFound", async () => await list.ListCallersAsync(null, 9, CancellationToken.None));
        await FailsAsync("TableNotFound", async () => await list.CountAsync(Day, CancellationToken.None));
        await FailsAsync("TableNotFound", async () => await list.WriteAsync(new CallListing(call), CancellationToken.None));
        await FailsAsync("TableNotFound", async () => await list.WriteAsync(new CallListing(call, IsFirst: true), CancellationToken.None));
        await list.EraseAsync(Key, [Name.ConversationHash], CancellationToken.None);
    }

    [Fact]
    public async Task Archive_without_its_container_fails()
    {
        await FailsAsync("ContainerNotFound", async () => await Stores.StoreAsync("one"u8.ToArray()));
        await FailsAsync("ContainerNotFound", async () => await Stores.StoreAsync(new byte[12 << 20]));
        await FailsAsync("ContainerNotFound", async () => await Stores.ReadAsync(Name));
        await FailsAsync("ContainerNotFound", async () => await Stores.Archive.ListAsync(Day, CancellationToken.None).ToListAsync());
        await FailsAsync(
            "ContainerNotFound",
            async () => await Stores.Archive.StoreAudioAsync(Name, (_, _) => Task.CompletedTask, CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Archive.DeleteConversationAsync(Name, CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Archive.CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Receipts_without_their_container_fail()
    {
        await FailsAsync("ContainerNotFound", async () => await Stores.Receipts.ReadAsync(Name, CancellationToken.None));
        await FailsAsync(
            "ContainerNotFound",
            async () => await Stores.Receipts.WriteAsync(Name, new Receipt(ReceiptResult.Learned, null, 1), CancellationToken.None));
        await FailsAsync(
            "ContainerNotFound",
            async () => await Stores.Receipts.WriteAsync(Name, new Receipt(ReceiptResult.Failed, null, 1), CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Receipts.ListAsync(Day, CancellationToken.None).ToListAsync());
        await FailsAsync("ContainerNotFound", async () => await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        await FailsAsync("ContainerNotFound", async () => await Stores.Pending.AddAsync(Name, CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Pending.ListAsync(CancellationToken.None).ToListAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Archive_is_not_ready_before_all_is_there_that_a_delivery_needs(int missing)
    {
        // A name is free again only some time after its container was deleted: so another account.
        await using var storage = await AzuriteStorage.MakeAsync();
        await using var stores = storage.Open();
        await stores.Archive.CheckAsync(CancellationToken.None);
        var account = storage.Account;
        await ((BlobContainerClient[])[account.Payloads, account.Recordings, account.Receipts])[missing].DeleteAsync();

        await FailsAsync("ContainerNotFound", async () => await stores.Archive.CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Callers_without_their_container_fail()
    {
        await FailsAsync("ContainerNotFound", async () => await Stores.Callers.ReadAsync(Key, CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Callers.ReadETagAsync(Key, CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Profiles.ReadAsync(Key, CancellationToken.None));
        await FailsAsync(
            "ContainerNotFound",
            async () => await Stores.Callers.TryWriteAsync(Key, SampleRecords.Empty.Head(), null, CancellationToken.None));
        await FailsAsync(
            "ContainerNotFound",
            async () => await Stores.Callers.TryWriteAsync(Key, SampleRecords.Empty.Head(), "0x1", CancellationToken.None));
        await FailsAsync(
            "ContainerNotFound",
            async () => await Stores.Profiles.TryWriteAsync(Key, new CallerProfile { Revision = 1 }, null, CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Callers.ListAsync(CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Notes_and_tasks_without_their_container_fail()
    {
        var (note, task) = (new EngineNote { Server = "s" }, new IndexTask(FixedClock.Start, IsTaken: false, 0));

        await FailsAsync("ContainerNotFound", async () => await Stores.Notes.ReadAsync(Key, CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Notes.ReadETagAsync(Key, CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Notes.TryWriteAsync(Key, note, null, CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Notes.TryWriteAsync(Key, note, "0x1", CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Tasks.ReadAsync(Key, CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Tasks.TryWriteAsync(Key, task, null, CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Tasks.TryWriteAsync(Key, task, "0x1", CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () => await Stores.Tasks.TryDeleteAsync(Key, "0x1", CancellationToken.None));
        await FailsAsync(
            "ContainerNotFound", async () => await Stores.Tasks.ListDueAsync(FixedClock.Start, CancellationToken.None).ToListAsync());
        await FailsAsync("ContainerNotFound", async () => await Stores.Tasks.CountAsync());
    }

    [Fact]
    public async Task Claims_without_their_container_fail()
    {
        await FailsAsync("ContainerNotFound", async () => await Stores.Claims.ReadAsync("c", CancellationToken.None));
        await FailsAsync("ContainerNotFound", async () =>
            await Stores.Claims.TryWriteAsync("c", new ConversationClaim(default, "p", null, []), null, CancellationToken.None));
    }

    [Fact]
    public async Task Queue_that_is_missing_fails()
    {
        var held = new QueuedCall("6e3b1b5c-7b1c-4f55-9c0b-0f2f6b1f2f11", "AAAA", "text", 1);

        await FailsAsync("QueueNotFound", async () => await Stores.Queue.EnqueueAsync(CallMessage.For(Name), CancellationToken.None));
        await FailsAsync("QueueNotFound", async () => await Stores.Queue.ReceiveAsync(LongLease, CancellationToken.None));
        await FailsAsync("QueueNotFound", async () => await Stores.Queue.HideAsync(held, LongLease, CancellationToken.None));
        await FailsAsync("QueueNotFound", async () => await Stores.Queue.CompleteAsync(held, CancellationToken.None));
        await FailsAsync("QueueNotFound", async () => await Stores.Queue.CountAsync(CancellationToken.None));
        await FailsAsync("QueueNotFound", async () => await Stores.Queue.ReadAgeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Call_is_not_given_up_because_the_archive_is_missing()
    {
        await ((AzuriteStorage)Storage).Account.Receipts.CreateAsync();
        using var bench = new LearningBench(Stores);

        await FailsAsync("ContainerNotFound", () => bench.Learn.LearnAsync(Name, 1, isReplay: false, CancellationToken.None));

        Assert.Null(await Stores.Receipts.ReadAsync(Name, CancellationToken.None));
    }

    private static async Task FailsAsync(string code, Func<Task> use)
        => Assert.Equal(code, (await Assert.ThrowsAnyAsync<RequestFailedException>(use)).ErrorCode);
}
