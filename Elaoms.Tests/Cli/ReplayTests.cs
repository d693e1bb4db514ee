using System.Security.Cryptography;
using Elaoms.Core;
using Elaoms.Core.Calls;
using Elaoms.Core.Intake;
using Elaoms.Core.Learning;
using Elaoms.Core.Settings;
using Elaoms.Storage;
using Elaoms.Tests.Azurite;
using Elaoms.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Elaoms.Tests.Cli;

/// <summary><c>elaoms replay</c> as a process, beside a storage that holds a call that has failed.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Reason = "IOException: The store was down.";
    private const string Number = "+12025550123";

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public ReplayTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failed_call_is_learned_when_it_is_replayed(bool inAzure)
    {
        if (inAzure)
            _settings[SettingNames.AzureWebJobsStorage] = (await AzuriteServer.SharedAsync()).NewAccount();
        // Before the call fails: a server makes the account ready.
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0");
        await using var storage = Storage();
        var payload = await FailAsync(storage, "conv_1");

        Assert.Equal((0, $"{payload}: failed, {Reason}\n"), await ReplayAsync("--failed", "--dry-run"));
        Assert.Equal(ReceiptResult.Failed, (await ReadReceiptAsync(storage, payload))!.Result);
        Assert.Equal((0, $"{payload}: enqueued.\n"), await ReplayAsync("--failed"));

        await Eventually.IsTrueAsync(async () => (await ReadReceiptAsync(storage, payload))!.Result == ReceiptResult.Learned, "the call is learned");
        Assert.Single((await new WebhookCaller(server.Address, _settings).SearchDataAsync(Number, "apples")).IsOk().Found);
        Assert.Equal((0, "No payload has failed.\n"), await ReplayAsync("--failed"));
        Assert.Equal((1, $"{payload}: has not failed; nothing was done.\n"), await ReplayAsync(payload.Value));
    }

    [Fact]
    public async Task One_of_several_is_replayed_by_its_name_and_the_others_stay()
    {
        await using var storage = Storage();
        var (one, other) = (await FailAsync(storage, "conv_1"), await FailAsync(storage, "conv_2"));

        Assert.Equal((0, $"{one}: enqueued.\n"), await ReplayAsync(one.Value));

        var queued = (await storage.GetRequiredService<ICallQueue>().ReceiveAsync(TimeSpan.FromSeconds(30), CancellationToken.None))!;
        Assert.Equal((one, true), (CallMessage.Decode(queued.Text)!.Payload, CallMessage.Decode(queued.Text)!.IsReplay));
        Assert.Equal(1, await storage.GetRequiredService<ICallQueue>().CountAsync(CancellationToken.None));
        Assert.Equal(ReceiptResult.Failed, (await ReadReceiptAsync(storage, other))!.Result);
    }

    [Fact]
    public async Task Payload_that_is_gone_is_said_to_be()
    {
        var name = NameOf("{}"u8.ToArray());

        Assert.Equal((1, $"{name}: not in the archive; nothing was done.\n"), await ReplayAsync(name.Value));
    }

    [Theory]
    [InlineData]
    [InlineData("../../etc/passwd")]
    [InlineData("2026/11/24/00000000000000000000000000000000/t-0000000000000000000000000000000000000000000000000000000000000000.json", "--failed")]
    public async Task Arguments_that_name_nothing_or_two_things_are_refused(params string[] arguments)
        => Assert.Equal(2, (await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, ["replay", .. arguments])).Code);

    [Fact]
    public async Task Storage_that_is_not_there_is_said_to_be_in_one_line()
    {
        _settings[SettingNames.AzureWebJobsStorage] =
            "AccountName=nobody;AccountKey=c2VjcmV0LWtleQ==;BlobEndpoint=http://127.0.0.1:1/nobody;QueueEndpoint=http://127.0.0.1:1/nobody";

        var (code, _, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, "replay", "--failed");

        Assert.Equal(1, code);
        Assert.StartsWith("The storage (a connection string) can't be used: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.DoesNotContain("c2VjcmV0LWtleQ", errors, StringComparison.Ordinal);
    }

    private static async Task<Receipt?> ReadReceiptAsync(ServiceProvider storage, PayloadName payload)
        => await storage.GetRequiredService<IReceipts>().ReadAsync(payload, CancellationToken.None);

    private static PayloadName NameOf(byte[] body) => PayloadName.Of(TimeProvider.System.GetUtcNow(), PostCallEventReader.Read(body)!, SHA256.HashData(body));

    private static async Task<PayloadName> FailAsync(ServiceProvider storage, string conversation)
    {
        var body = Payloads.Call(Number, conversation, 1_790_000_000, "I want apples.");
        var payload = NameOf(body);
        using var spooled = new SpooledBody(storage.GetRequiredService<SpoolDirectory>().Path);
        spooled.Append(body);
        await storage.GetRequiredService<IPayloadArchive>().StoreAsync(payload, spooled, CancellationToken.None);
        await storage.GetRequiredService<IReceipts>().WriteAsync(payload, new Receipt(ReceiptResult.Failed, Reason, 5), CancellationToken.None);
        return payload;
    }

    private ServiceProvider Storage()
    {
        var settings = new SettingsReader(_settings.ToConfiguration()).Read([]).Settings!;
        return new ServiceCollection().AddLogging().AddElaomsCore(settings).AddElaomsStorage(settings).BuildServiceProvider();
    }

    private async Task<(int Code, string Output)> ReplayAsync(params string[] arguments)
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, ["replay", .. arguments]);
        Assert.Equal("", errors);
        return (code, output.ReplaceLineEndings("\n"));
    }
}
