using System.Text.Json;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary><c>elaoms sweep</c> as a process, beside a storage with calls that have no receipt.</summary>
public sealed class SweepTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public SweepTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Call_without_an_entry_is_enqueued_when_everything_is_compared_and_others_by_each_sweep()
    {
        await using var stores = AnHourAgo();
        await SweepAsync("--all");
        var (pending, other) = (await StoreAsync(stores, "conv_1"), await StoreAsync(stores, "conv_2"));
        await stores.Pending.AddAsync(pending, CancellationToken.None);

        Assert.Equal(
            (0, "Of those without a receipt, 1 call was enqueued again.\n"
                + "0 calls were waiting before. Failed calls: 0. Unreadable messages: 0.\n"),
            await SweepAsync());
        Assert.Equal([pending], await TakeAsync());

        await stores.Receipts.WriteAsync(pending, new Receipt(ReceiptResult.Failed, "No reason.", 5), CancellationToken.None);
        Assert.Equal(
            (0, "Everything was compared: 1 call was enqueued again. 0 segments were removed that no record names.\n"
                + "0 calls were waiting before. Failed calls: 1. Unreadable messages: 0.\n"),
            await SweepAsync("--all"));
        Assert.Equal([other], await TakeAsync());
    }

    [Fact]
    public async Task Result_can_be_had_as_JSON_and_says_that_calls_have_waited_too_long()
    {
        await using var stores = AnHourAgo();
        await stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("waiting")), CancellationToken.None);

        var (code, output) = await SweepAsync("--json");
        Assert.Equal(
            (0, """{"all":false,"backlog":true,"enqueued":0,"segments_removed":0,"waiting":1,"failed":0,"unreadable":0}"""),
            (code, JsonSerializer.Serialize(JsonDocument.Parse(output).RootElement)));
        Assert.Equal(
            (1, "Nothing was enqueued: the next call has waited 60 minutes in the queue already.\n"
                + "1 call was waiting before. Failed calls: 0. Unreadable messages: 0.\n"),
            await SweepAsync("--all"));
    }

    [Fact]
    public async Task Storage_that_is_missing_is_not_made()
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, "sweep");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("does not exist.", errors, StringComparison.Ordinal);
        Assert.Empty(_folder.Listing());
    }

    private Stores AnHourAgo() => new(_settings.Read(), new FixedClock(TimeProvider.System.GetUtcNow() - Hour));

    private static async Task<PayloadName> StoreAsync(Stores stores, string conversation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var name = await stores.StoreAsync(Payloads.Call("+12025550123", conversation, 1_790_000_000, "I want apples."), now);
        File.SetLastWriteTimeUtc(
            Path.Combine(stores.Get<ElaomsSettings>().PayloadStoragePath, name.Value), (now - Hour).UtcDateTime);
        return name;
    }

    private async Task<List<PayloadName>> TakeAsync()
    {
        await using var stores = new Stores(_settings.Read(), TimeProvider.System);
        var taken = new List<PayloadName>();
        while (await stores.Queue.ReceiveAsync(TimeSpan.FromMinutes(10), CancellationToken.None) is { } call)
        {
            taken.Add(CallMessage.Decode(call.Text)!.Payload);
            await stores.Queue.CompleteAsync(call, CancellationToken.None);
        }

        return taken;
    }

    private async Task<(int Code, string Output)> SweepAsync(params string[] arguments)
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, ["sweep", .. arguments]);
        Assert.Equal("", errors);
        return (code, output.ReplaceLineEndings("\n"));
    }
}
