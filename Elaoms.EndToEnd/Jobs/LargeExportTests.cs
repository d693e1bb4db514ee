using System.Globalization;
using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Exports;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.EndToEnd.Cli;
using Elaoms.Tests.Jobs;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Jobs;

/// <summary>An export takes no more memory for a caller who has called very often.</summary>
[LongRunning]
public sealed class LargeExportTests : IDisposable
{
    private const int TurnsOfCall = 50;
    private const int CallsAtATime = 200;

    // 32 MB, in hexadecimal digits. The record does not fit when it is read as a whole; 2,000 such calls fit into 64 MB.
    private const string HeapLimit = "2000000";

    // Lengthen the run with ELAOMS_EXPORT_CALLS.
    private static readonly int Calls = TestEnvironment.Count("ELAOMS_EXPORT_CALLS", 600);

    private static readonly Caller Sam = new(CallerKind.Phone, "+12025550123");

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public LargeExportTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Caller_of_30000_turns_is_exported_within_32_MB()
    {
        await FillAsync();
        _settings.Values["DOTNET_GCHeapHardLimit"] = HeapLimit;
        var path = _folder.Of("sam.zip");

        var (code, _, errors) = await ElaomsProcess.RunAsync(
            _folder.Path, _settings.Values, null, "export", Sam.Identity, "--output", path);

        Assert.True(code == 0, errors);
        await using var file = File.OpenRead(path);
        var files = ZipFiles.Read(file);
        Assert.Equal(Calls, files.Keys.Count(name => name.StartsWith("payloads/", StringComparison.Ordinal)));
        var json = Encoding.UTF8.GetString(files[ExportCaller.Json]);
        Assert.Equal(Calls * TurnsOfCall, json.Split("\"turn\":").Length - 1);
        var page = Encoding.UTF8.GetString(files[ExportCaller.Html]);
        Assert.Contains(TextOf(Calls - 1, TurnsOfCall - 1), page, StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        await using var stores = new Stores(_settings.Read(), TimeProvider.System);
        var key = stores.Get<CallerKeys>().Of(Sam);
        var now = TimeProvider.System.GetUtcNow();
        var learned = new List<ExtractedCall>();
        for (var call = 0; call < Calls; call++)
        {
            var texts = Enumerable.Range(0, TurnsOfCall).Select(turn => TextOf(call, turn)).ToList();
            var payload = await stores.StoreAsync(Payloads.Call(Sam.Identity, $"conv{call}", Payloads.Recent + call, texts), now);
            await stores.Receipts.WriteAsync(payload, new Receipt(ReceiptResult.Learned, Reason: null, 1), CancellationToken.None);
            learned.Add(Extracted(payload, call, texts));
            if (learned.Count < CallsAtATime)
                continue;
            await stores.Get<CallerRecords>().ApplyAsync(key, Sam, learned, CancellationToken.None);
            learned.Clear();
        }
    }

    private static ExtractedCall Extracted(PayloadName payload, int call, List<string> texts)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(Payloads.Recent + call);
        var past = new PastCall
        {
            ConversationId = $"conv{call}",
            Payload = payload.Value,
            PayloadVersion = new PayloadVersion(Payloads.Recent + call, payload.BodyHash, CallExtractor.RulesVersion),
            IsKindCertain = true,
            StartedAt = start,
        };
        return new ExtractedCall(
            past,
            [],
            [
                .. texts.Select((text, turn) => new Memory(
                    $"{payload.ConversationHash}-turn-{turn}", text, Sector.Episodic, Salience.Low, start, "user", $"conv{call}", turn)),
            ]);
    }

    private static string TextOf(int call, int turn) => string.Create(
        CultureInfo.InvariantCulture,
        $"These are the words of call {call}, turn {turn} about the order of {(call * 31) + turn} boxes and when they are to be sent.");
}
