using Azure.Storage.Queues;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Storage.Azure;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Functions;

/// <summary>
/// A call that can't be learned ends as a failed receipt, whichever way the host gives it up, and other messages are not in its way.
/// </summary>
public sealed class PoisonTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly byte[] Call = Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json");

    [Fact]
    public async Task Call_whose_every_try_fails_is_moved_to_poison_and_gets_a_failed_receipt_when_the_storage_is_well()
    {
        await using var app = await FunctionsApp.StartAsync();
        var account = new AzureAccount(app.Settings.Read().Azure!);
        await account.Conversations.DeleteAsync();

        (await app.Webhooks.DeliverAsync(Call)).IsOk();
        await Eventually.IsTrueAsync(
            () => app.Host.Console.Lines.Any(line => line.Contains("Moving message to queue 'calls-poison'", StringComparison.Ordinal)),
            "the host gives the message up");
        await account.Conversations.CreateAsync();

        var payload = Assert.Single(await app.Stored.ArchivedAsync());
        await Eventually.IsTrueAsync(async () => await app.Stored.ReceiptOfAsync(payload) is not null, "the call has a receipt");
        Assert.Equal(
            new Receipt(
                ReceiptResult.Failed,
                "No tries are left: each time the process ended or the storage could not be reached.",
                LearnFromCall.MaxTries),
            await app.Stored.ReceiptOfAsync(payload));
        await IsEmptyAsync(app, AzureAccount.PoisonQueue);
    }

    [Fact]
    public async Task Call_whose_payload_is_gone_has_failed_at_once()
    {
        var app = shared.App;
        var payload = Stores.NameOf(Call, TimeProvider.System.GetUtcNow());

        await QueueOf(app, AzureAccount.CallsQueue).SendMessageAsync(CallMessage.For(payload).Encode());

        await Eventually.IsTrueAsync(async () => await app.Stored.ReceiptOfAsync(payload) is not null, "the call has a receipt");
        Assert.Equal(new Receipt(ReceiptResult.Failed, "The payload is not in the archive.", 1), await app.Stored.ReceiptOfAsync(payload));
    }

    [Theory]
    [InlineData(AzureAccount.CallsQueue)]
    [InlineData(AzureAccount.PoisonQueue)]
    public async Task Messages_that_are_none_of_ours_are_taken_out_of_the_way_of_calls_and_leave_a_notice_each(string queue)
    {
        var app = shared.App;
        await using var stores = new Stores(app.Settings.Read(), TimeProvider.System);
        await stores.Get<UnreadableMessages>().DismissAsync(CancellationToken.None);
        string[] texts = ["garbage", "AAAA", "e30=", "{\"v\":1,\"payload\":\"../../etc/passwd\"}", new string('x', 60_000), "ключ"];
        foreach (var text in texts)
            await QueueOf(app, queue).SendMessageAsync(text);

        var call = Payloads.Call("+12025550123", $"conv_{queue}", 1_791_300_000, "Hello.");
        (await app.Webhooks.DeliverAsync(call)).IsOk();
        await app.LearnedAsync();
        await IsEmptyAsync(app, queue);

        var payload = Assert.Single(await app.Stored.ArchivedAsync(), payload => payload == Stores.NameOf(call, payload.Day));
        Assert.Equal(ReceiptResult.Learned, (await app.Stored.ReceiptOfAsync(payload))!.Result);
        var notices = (await stores.Get<UnreadableMessages>().ReadAsync(CancellationToken.None)).Notices;
        Assert.Equal(texts.Select(text => (queue, text.Length)).Order(), notices.Select(notice => (notice.Queue, notice.Length)).Order());
    }

    private static Task IsEmptyAsync(FunctionsApp app, string queue)
        => Eventually.IsTrueAsync(
            async () => (await QueueOf(app, queue).GetPropertiesAsync()).Value.ApproximateMessagesCountLong == 0, $"{queue} is empty");

    private static QueueClient QueueOf(FunctionsApp app, string name)
        => new(app.Settings.Read().Azure!.ConnectionString, name, new QueueClientOptions(QueueClientOptions.ServiceVersion.V2024_11_04));
}
