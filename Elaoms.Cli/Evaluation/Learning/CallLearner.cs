using System.Globalization;
using System.Security.Cryptography;
using Elaoms.Cli.Evaluation.Input;
using Elaoms.Core;
using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Processing;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Extraction;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>
/// Learns calls as the server does, from the payload to what the next call is told, with a storage in memory. Each call is a caller's
/// first. A payload of more than 64 KB is in a temporary file while it is learned. Not safe for use by several threads.
/// </summary>
internal sealed class CallLearner : IAsyncDisposable
{
    // The receipt of any try but the last is an exception when learning fails.
    private const int LastTry = LearnFromCall.MaxTries;
    private const string LongestDeadlineMs = "30000";

    private readonly DocumentsInMemory<RecordHead> _records = new();
    private readonly DocumentsInMemory<CallerProfile> _profiles = new();
    private readonly DocumentsInMemory<RecordSegment> _segments = new();
    private readonly ReceiptsInMemory _receipts = new();
    private readonly DocumentsInMemory<ConversationClaim> _claims = new();
    private readonly ArchiveInMemory _archive = new();
    private readonly ServiceProvider _services;
    private readonly LearnFromCall _learn;
    private readonly ClientData _clientData;
    private readonly CallerRecords _callers;
    private int _count;

    /// <summary>Sets the product up.</summary>
    public CallLearner()
    {
        var settings = Settings();
        _services = new ServiceCollection()
            .AddLogging()
            .AddElaomsCore(settings)
            .AddElaomsExtraction()
            .AddSingleton<IDocumentStore<RecordHead>>(_records)
            .AddSingleton<IDocumentStore<RecordSegment>>(_segments)
            .AddSingleton<IDocumentStore<CallerProfile>>(_profiles)
            .AddSingleton<IReceipts>(_receipts)
            .AddSingleton<IPendingPayloads, NothingPending>()
            .AddSingleton<ICallList, NothingListed>()
            .AddSingleton<IDocumentStore<RecallCounts>, DocumentsInMemory<RecallCounts>>()
            .AddSingleton<IDocumentStore<CallerChanges>, DocumentsInMemory<CallerChanges>>()
            .AddSingleton<IDocumentStore<ConversationClaim>>(_claims)
            .AddSingleton<IPayloadArchive>(_archive)
            .AddSingleton<IDocumentStore<IndexTask>, DocumentsInMemory<IndexTask>>()
            .AddSingleton(new SpoolDirectory(TemporaryFolder))
            .BuildServiceProvider();
        _learn = _services.GetRequiredService<LearnFromCall>();
        _clientData = _services.GetRequiredService<ClientData>();
        _callers = _services.GetRequiredService<CallerRecords>();
    }

    /// <summary>The folder of large payloads; it is there only after one was learned, and gone after this.</summary>
    public string TemporaryFolder { get; } = Path.Combine(Path.GetTempPath(), "elaoms-evaluate-" + Guid.NewGuid().ToString("N"));

    /// <summary>Learns a call, as that of a caller of its own, and forgets it again.</summary>
    public async Task<LearnedCall> LearnAsync(EvaluatedCall call, CancellationToken cancellationToken)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"+1500{_count++ % 10_000_000:D7}");
        call.Payload.SetCaller(number);
        var body = call.Payload.ToBytes();
        if (PostCallEventReader.Read(body) is not { } envelope)
            throw new InvalidOperationException("A payload that was written here can't be read.");
        var name = PayloadName.Of(DateTimeOffset.UnixEpoch, envelope, SHA256.HashData(body));
        if (name.IsRecording)
            return Nothing(call, "A recording.", TimeSpan.Zero);

        try
        {
            _archive.Set(name, body);
            var before = Environment.CpuUsage.TotalTime;
            var receipt = await _learn.LearnAsync(name, LastTry, isReplay: false, cancellationToken);
            var time = Environment.CpuUsage.TotalTime - before;
            if (receipt.Result != ReceiptResult.Learned)
                return Nothing(call, receipt.Reason ?? "Nothing was learned.", time);
            var record = (await _callers.ReadAsync(new CallerKey(_records.Names.Single()), cancellationToken))!.Value;
            var answer = await _clientData.AnswerAsync(new ClientDataRequest(number, AgentId: null), cancellationToken);
            return new LearnedCall(
                call,
                call.Payload.Turns,
                Refusal: null,
                [.. record.Known().Current.Select(LearnedFact.Of)],
                record.Memories,
                [.. Kept(record)],
                StartOfCall.Of(answer),
                time);
        }
        finally
        {
            _records.Clear();
            _segments.Clear();
            _profiles.Clear();
            _receipts.Clear();
            _claims.Clear();
            _archive.Set(null, []);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (Directory.Exists(TemporaryFolder))
            Directory.Delete(TemporaryFolder, recursive: true);
    }

    private static LearnedCall Nothing(EvaluatedCall call, string reason, TimeSpan time)
        => new(call, call.Payload.Turns, reason, [], [], [], StartOfCall.Empty, time);

    private static IEnumerable<string> Kept(CallerRecord record)
    {
        IEnumerable<string?> ofCalls = record.Calls.SelectMany(call => new[] { call.Title, call.Summary });
        IEnumerable<string?> ofFacts = record.Facts.SelectMany(fact => new[] { fact.Value, fact.Source.Quote });
        return ofCalls.Concat(ofFacts).Concat(record.Memories.Select(memory => memory.Text)).OfType<string>();
    }

    // Keys are made for the moment: nothing of them leaves the process.
    private static ElaomsSettings Settings()
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [SettingNames.PostCallKey] = "wsec_" + RandomKey(),
            [SettingNames.ClientDataKey] = RandomKey(),
            [SettingNames.SearchDataKey] = RandomKey(),
            [SettingNames.CallerHashKey] = RandomKey(),
            [SettingNames.ClientDataDeadlineMs] = LongestDeadlineMs,
        };
        var result = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).Read([]);
        return result.Settings ?? throw new InvalidOperationException("The settings of an evaluation can't be read.");
    }

    private static string RandomKey() => RandomNumberGenerator.GetHexString(64, lowercase: true);
}
