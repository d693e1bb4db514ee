using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary><c>elaoms replay</c> as a process, beside a storage that holds a call that has failed.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Reason = "IOException: The store was down.";
    private const string Number = "+12025550123";

    private readonly TempFolder _folder = new();
    private ServerSettings _settings;

    public ReplayTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Failed_call_is_learned_when_it_is_replayed_on_files() => IsLearnedWhenReplayedAsync(StorageKind.Embedded);

    [Fact]
    public Task Failed_call_is_learned_when_it_is_replayed_on_Azure() => IsLearnedWhenReplayedAsync(StorageKind.Azure);

    [Fact]
    public async Task One_of_several_is_replayed_by_its_name_and_the_others_stay()
    {
        await using var stores = Open();
        var (one, other) = (await FailAsync(stores, "conv_1"), await FailAsync(stores, "conv_2"));

        Assert.Equal((0, $"{one}: enqueued.\n"), await ReplayAsync(one.Value));

        var queued = (await stores.Queue.ReceiveAsync(TimeSpan.FromSeconds(30), CancellationToken.None))!;
        Assert.Equal((one, true), (CallMessage.Decode(queued.Text)!.Payload, CallMessage.Decode(queued.Text)!.IsReplay));
        Assert.Equal(1, await stores.Queue.CountAsync(CancellationToken.None));
        Assert.Equal(ReceiptResult.Failed, (await ReadReceiptAsync(stores, other))!.Result);
    }

    [Fact]
    public async Task Payload_that_is_gone_is_said_to_be()
    {
        var name = Stores.NameOf("{}");

        Assert.Equal((1, $"{name}: not in the archive; nothing was done.\n"), await ReplayAsync(name.Value));
    }

    [Theory]
    [InlineData]
    [InlineData("../../etc/passwd")]
    [InlineData(
        "2026/11/24/00000000000000000000000000000000/t-0000000000000000000000000000000000000000000000000000000000000000.json", "--failed")]
    public async Task Arguments_that_name_nothing_or_two_things_are_refused(params string[] arguments)
        => Assert.Equal(2, (await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, ["replay", .. arguments])).Code);

    [Fact]
    public async Task Storage_that_is_not_there_is_said_to_be_in_one_line()
    {
        _settings[SettingNames.AzureWebJobsStorage] =
            "AccountName=nobody;AccountKey=c2VjcmV0LWtleQ==;BlobEndpoint=http://127.0.0.1:1/nobody;"
                + "QueueEndpoint=http://127.0.0.1:1/nobody;TableEndpoint=http://127.0.0.1:1/nobody";

        var (code, _, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, "replay", "--failed");

        Assert.Equal(1, code);
        Assert.StartsWith("The storage (a connection string) can't be used: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.DoesNotContain("c2VjcmV0LWtleQ", errors, StringComparison.Ordinal);
    }

    private async Task IsLearnedWhenReplayedAsync(StorageKind kind)
    {
        _settings = await ServerSettings.ForAsync(kind, _folder);

        // Before the call fails: a server makes the account ready.
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0");
        await using var stores = Open();
        var payload = await FailAsync(stores, "conv_1");

        Assert.Equal((0, $"{payload}: failed: {Reason}\n"), await ReplayAsync("--failed", "--dry-run"));
        Assert.Equal(ReceiptResult.Failed, (await ReadReceiptAsync(stores, payload))!.Result);
        Assert.Equal((0, $"{payload}: enqueued.\n"), await ReplayAsync("--failed"));

        await Eventually.IsTrueAsync(
            async () => (await ReadReceiptAsync(stores, payload))!.Result == ReceiptResult.Learned, "the call is learned");
        Assert.Single((await new WebhookCaller(server.Address, _settings).SearchDataAsync(Number, "apples")).IsOk().Found);
        Assert.Equal((0, "No payload has failed.\n"), await ReplayAsync("--failed"));
        Assert.Equal((1, $"{payload}: has not failed; nothing was done.\n"), await ReplayAsync(payload.Value));
    }

    private static async Task<Receipt?> ReadReceiptAsync(Stores stores, PayloadName payload)
        => await stores.Receipts.ReadAsync(payload, CancellationToken.None);

    private static async Task<PayloadName> FailAsync(Stores stores, string conversation)
    {
        var payload = await stores.StoreAsync(Payloads.Call(Number, conversation, 1_790_000_000, "I want apples."));
        await stores.Receipts.WriteAsync(payload, new Receipt(ReceiptResult.Failed, Reason, 5), CancellationToken.None);
        return payload;
    }

    private Stores Open() => new(_settings.Read(), TimeProvider.System);

    private async Task<(int Code, string Output)> ReplayAsync(params string[] arguments)
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, ["replay", .. arguments]);
        Assert.Equal("", errors);
        return (code, output.ReplaceLineEndings("\n"));
    }
}
