using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.EndToEnd.Cli;
using Elaoms.Tests.Records;
using Elaoms.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Elaoms.EndToEnd.Crashes;

/// <summary><c>kill -9</c> at each arrow of the flow ends in exactly one set of memories.</summary>
[LongRunning]
public abstract class ArrowTests(StorageKind storage)
{
    private const string Sam = "+12025550123";
    private const int Killed = 128 + 9;

    private static readonly byte[] Call = Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json");

    // The same whatever died.
    private static readonly Lazy<Task<string>> Undisturbed = new(UndisturbedAsync);

    public static TheoryData<Arrow> Arrows => [.. Enum.GetValues<Arrow>().Where(arrow => arrow < Arrow.BeforeSegment)];

    /// <summary>
    /// From here on nobody has to send the call again. Before the 200 nobody was told so, but what is archived is learned all the same.
    /// </summary>
    public static TheoryData<Arrow> ArrowsAfterBlob
        => [.. Enum.GetValues<Arrow>().Where(arrow => arrow is > Arrow.BeforeBlob and < Arrow.BeforeSegment)];

    [Theory]
    [MemberData(nameof(Arrows))]
    public async Task Call_whose_server_was_killed_and_that_is_sent_again_is_learned_once(Arrow arrow)
    {
        using var folder = new TempFolder();
        var settings = await ServerSettings.ForAsync(storage, folder);
        await DieAtAsync(arrow, folder, settings);

        await using var next = await TestServer.StartAsync(folder, settings);
        (await next.Webhooks.DeliverAsync(Call)).IsOk();
        await IsLearnedOnceAsync(next.Webhooks, settings);
    }

    [Theory]
    [MemberData(nameof(ArrowsAfterBlob))]
    public async Task Call_whose_server_was_killed_after_the_blob_is_learned_once_by_itself(Arrow arrow)
    {
        using var folder = new TempFolder();
        var settings = await ServerSettings.ForAsync(storage, folder);
        await DieAtAsync(arrow, folder, settings);

        if (arrow != Arrow.AfterBlob)
        {
            await using var next = await TestServer.StartAsync(folder, settings);
            await IsLearnedOnceAsync(next.Webhooks, settings);
            return;
        }

        // What is in no queue is swept up when it has lain for ten minutes; if the entry was not written, when everything is compared.
        await using var later = await ElaomsProcess.ServeChangedAsync(
            folder.Path, settings, ServerProgram.MinutesAhead, (25 * 60).ToString(CultureInfo.InvariantCulture));
        await IsLearnedOnceAsync(new WebhookCaller(later.Address, settings), settings);
    }

    [Theory]
    [InlineData(Arrow.BeforeSegment)]
    [InlineData(Arrow.AfterSegment)]
    public async Task Calls_of_a_large_record_whose_server_was_killed_at_a_segment_are_learned_once(Arrow arrow)
    {
        using var folder = new TempFolder();
        var settings = await ServerSettings.ForAsync(storage, folder);
        var calls = Enumerable.Range(0, 10)
            .Select(i => Payloads.Call(Sam, $"conv_{i}", 1_790_000_000 + i, [.. Enumerable.Repeat($"{i} {new string('x', 500)}", 10)]))
            .ToList();
        string[] leases = storage == StorageKind.Azure ? [ServerProgram.LeaseSeconds, "4"] : [];
        await using (var server = await ElaomsProcess.ServeChangedAsync(
            folder.Path, settings, [ServerProgram.DieAt, arrow.ToString(), .. leases]))
        {
            foreach (var call in calls)
                await IsAcknowledgedAsync(new WebhookCaller(server.Address, settings), call);
            Assert.Equal(Killed, await server.EndAsync());
        }

        await using var next = await TestServer.StartAsync(folder, settings);
        foreach (var call in calls)
            (await next.Webhooks.DeliverAsync(call)).IsOk();

        await using var services = StorageView.Open(settings);
        var stored = new StorageView(services);
        await Eventually.IsTrueAsync(
            async () => await stored.WaitingAsync() == 0 && await AllHaveReceiptsAsync(stored), "the calls are learned");
        var record = Assert.Single(await stored.RecordsAsync());
        Assert.Equal((10, 10), (record.Calls.Count, record.Revision));
        Assert.Equal(10 * 10, record.Memories.Count(memory => memory.Turn is not null));
    }

    [Theory]
    [InlineData(Arrow.AfterSegment)]
    [InlineData(Arrow.BeforeRecord)]
    [InlineData(Arrow.AfterRecord)]
    public async Task Payload_of_a_conversation_in_a_page_whose_server_was_killed_at_segment_page_or_head_is_learned_once(Arrow arrow)
    {
        using var folder = new TempFolder();
        var settings = await ServerSettings.ForAsync(storage, folder);
        byte[] Call(int conversation, int version) => Payloads.Call(
            Sam, $"conv_{conversation}", 1_790_000_000 + 100 * conversation + version,
            [.. Enumerable.Repeat($"{conversation} as told in version{version} {new string('x', 500)}", 20)]);
        await using var services = StorageView.Open(settings);
        var stored = new StorageView(services);
        await using (var server = await ElaomsProcess.ServeChangedAsync(folder.Path, settings, ServerProgram.LeaseSeconds, "30"))
        {
            for (var conversation = 0; conversation < 14; conversation++)
                (await new WebhookCaller(server.Address, settings).DeliverAsync(Call(conversation, 0))).IsOk();
            await Eventually.IsTrueAsync(
                async () => await stored.WaitingAsync() == 0 && await AllHaveReceiptsAsync(stored), "the calls are learned");
        }

        await MovedToPagesAsync(services);
        string[] leases = storage == StorageKind.Azure ? [ServerProgram.LeaseSeconds, "4"] : [];
        await using (var server = await ElaomsProcess.ServeChangedAsync(
            folder.Path, settings, [ServerProgram.DieAt, arrow.ToString(), .. leases]))
        {
            await IsAcknowledgedAsync(new WebhookCaller(server.Address, settings), Call(0, 1));
            Assert.Equal(Killed, await server.EndAsync());
        }

        await using var next = await TestServer.StartAsync(folder, settings);

        await Eventually.IsTrueAsync(
            async () => await stored.WaitingAsync() == 0 && await AllHaveReceiptsAsync(stored), "the call is learned");
        var record = Assert.Single(await stored.RecordsAsync());
        // The calls, what moved them, and the payload once.
        Assert.Equal((14, 14 + 2 + 1), (record.Calls.Count, record.Revision));
        Assert.Equal(20, record.Memories.Count(memory => memory.Text.StartsWith("0 as told in version1", StringComparison.Ordinal)));
        Assert.Equal(13 * 20, record.Memories.Count(memory => memory.Text.Contains("version0", StringComparison.Ordinal)));
    }

    // As if there were many more segments. Two changes of the record move them.
    private static async Task MovedToPagesAsync(ServiceProvider services)
    {
        var heads = services.GetRequiredService<IDocumentStore<RecordHead>>();
        var records = PagedRecords.Of(
            heads,
            services.GetRequiredService<IDocumentStore<RecordSegment>>(),
            services.GetRequiredService<IDocumentStore<CallerProfile>>());
        var key = Assert.Single(await records.ListAsync(CancellationToken.None).ToListAsync());
        var head = (await heads.ReadAsync(key, CancellationToken.None))!.Value;
        await records.ApplyAsync(key, head.Caller, [SampleRecords.Extracted("older", -1000)], CancellationToken.None);
        await records.ForgetAsync(key, "older", new PayloadVersion(double.MaxValue, ""), CancellationToken.None);
        Assert.NotEmpty((await heads.ReadAsync(key, CancellationToken.None))!.Value.Pages);
    }

    private async Task DieAtAsync(Arrow arrow, TempFolder folder, ServerSettings settings)
    {
        // Nobody takes over the lease of a killed process on a storage account: it runs out, and here it does so soon.
        // Not too soon: a lease that runs out while a busy machine still learns costs the call one of its five tries.
        string[] leases = storage == StorageKind.Azure ? [ServerProgram.LeaseSeconds, "4"] : [];
        await using var server = await ElaomsProcess.ServeChangedAsync(
            folder.Path, settings, [ServerProgram.DieAt, arrow.ToString(), .. leases]);
        var acknowledged = await IsAcknowledgedAsync(new WebhookCaller(server.Address, settings), Call);
        Assert.Equal(Killed, await server.EndAsync());

        // Learning may come to its arrow before the sender has its answer; before the queue there is none.
        if (arrow is Arrow.AfterEntry or Arrow.BeforeBlob or Arrow.AfterBlob or Arrow.AfterQueue)
            Assert.False(acknowledged);
    }

    private static async Task<bool> IsAcknowledgedAsync(WebhookCaller webhooks, byte[] call)
    {
        try
        {
            (await webhooks.DeliverAsync(call)).IsOk();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task IsLearnedOnceAsync(WebhookCaller webhooks, ServerSettings settings)
    {
        await using var services = StorageView.Open(settings);
        var stored = new StorageView(services);
        await Eventually.IsTrueAsync(
            async () =>
                await stored.WaitingAsync() == 0 && await stored.RecordOfAsync(Sam) is not null && await AllHaveReceiptsAsync(stored)
                && await stored.PendingAsync() == 0,
            "the call is learned");

        var record = Assert.Single(await stored.RecordsAsync());
        Assert.Single(record.Calls);
        Assert.Equal(1, record.Revision);
        Assert.Equal(await Undisturbed.Value, JsonSerializer.Serialize(record.Memories));
        Assert.Equal("Sam", (await webhooks.ClientDataAsync(Sam)).IsOk().Variable("user_name"));
        Assert.Single((await webhooks.SearchDataAsync(Sam, "my name is")).IsOk().Found, "My name is Sam.");

        var list = services.GetRequiredService<ICallList>();
        Assert.Single((await list.ListCallsAsync(CallFilter.All, after: null, 9, CancellationToken.None)).Items);
        Assert.Equal(1, Assert.Single((await list.ListCallersAsync(after: null, 9, CancellationToken.None)).Items).Calls);

        // A copy that came after midnight has a receipt of its own, and taught nothing.
        var receipts = await Task.WhenAll(
            (await stored.ArchivedAsync()).Select(async payload => (await stored.ReceiptOfAsync(payload))!.Result));
        Assert.Single(receipts, ReceiptResult.Learned);
        Assert.DoesNotContain(ReceiptResult.Failed, receipts);
    }

    private static async Task<bool> AllHaveReceiptsAsync(StorageView stored)
    {
        foreach (var payload in await stored.ArchivedAsync())
        {
            if (await stored.ReceiptOfAsync(payload) is null)
                return false;
        }

        return true;
    }

    private static async Task<string> UndisturbedAsync()
    {
        await using var server = await TestServer.StartAsync();
        await server.TeachAsync(Call);
        return JsonSerializer.Serialize((await server.RecordOfAsync(Sam))!.Memories);
    }

    public sealed class OnFiles() : ArrowTests(StorageKind.Embedded);

    public sealed class OnAzure() : ArrowTests(StorageKind.Azure);
}
