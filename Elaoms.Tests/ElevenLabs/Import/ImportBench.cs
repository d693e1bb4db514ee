using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Intake;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Telemetry;
using Elaoms.ElevenLabs.Erasure;
using Elaoms.ElevenLabs.Import;
using Elaoms.ElevenLabs.Reconcile;
using Elaoms.FakePlatform;
using Elaoms.FakePlatform.Store;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.Logging;

namespace Elaoms.Tests.ElevenLabs.Import;

/// <summary>An import from a played platform into an embedded storage, and learning after it.</summary>
internal sealed class ImportBench : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ElaomsSettings _settings;
    private readonly LearningBench _learning;

    private ImportBench(PlayedPlatform platform)
    {
        Platform = platform;
        _settings = TestSettings.In(_folder.Path);
        Stores = new Stores(_settings, TimeProvider.System);
        _learning = new LearningBench(Stores);
        Agent = platform.Store.AddAgent("Reception").Id;
    }

    public PlayedPlatform Platform { get; }

    public Stores Stores { get; }

    public string Agent { get; }

    public StateInMemory States { get; } = new();

    /// <summary>The clock of reconciliations.</summary>
    public MovableClock Clock { get; } = new(hurry: 1000);

    public ElaomsMetrics Metrics => _learning.Metrics;

    public CollectedLog Log { get; } = new();

    public IDocumentStore<Reconciliation> Reconciliations => Stores.Get<IDocumentStore<Reconciliation>>();

    /// <summary>How many requests asked for a conversation, and how many for a list.</summary>
    public (int Details, int Lists) Requests => (
        Platform.Log.Count(entry => entry.Request.Path.StartsWith("/v1/convai/conversations/", StringComparison.Ordinal)),
        Platform.Log.Count(entry => entry.Request.Path == "/v1/convai/conversations"));

    public static async Task<ImportBench> StartAsync() => new(await PlayedPlatform.StartAsync());

    /// <summary>Runs an import as a process of its own would.</summary>
    public async Task<ImportProgress> ImportAsync(
        ImportRequest? request = null, Action<ImportProgress>? onPage = null, CancellationToken cancellationToken = default)
    {
        await using var client = PlatformClient.Of(Platform);
        var pages = PagesOf(client, TimeProvider.System);
        return await new ImportConversations(pages, client.Api, Payloads, Stores.Queue, States, TimeProvider.System).RunAsync(
            request ?? new ImportRequest(), "test", new Told(onPage), cancellationToken);
    }

    public async Task<ImportSurvey> SurveyAsync(ImportRequest? request = null)
    {
        await using var client = PlatformClient.Of(Platform);
        return await new SurveyConversations(PagesOf(client, TimeProvider.System), Stores.Records)
            .RunAsync(request ?? new ImportRequest(), new Told(onPage: null), CancellationToken.None);
    }

    /// <summary>Reconciles as a host does, or as somebody who asks for it.</summary>
    public async Task<ReconcileResult> ReconcileAsync(
        bool isAsked = false, bool hasKey = true, CancellationToken cancellationToken = default)
    {
        await using var client = PlatformClient.Of(Platform);
        var reconcile = new ReconcileConversations(
            PagesOf(client, Clock), Payloads, new PlatformView(client.Api), Reconciliations, Stores.Queue,
            _settings with { ElevenLabsReadKey = hasKey ? Platform.Key : null }, Metrics, Clock, new LogOf<ReconcileConversations>(Log));
        return isAsked
            ? await reconcile.ReconcileNowAsync(cancellationToken)
            : await reconcile.ReconcileIfDueAsync(cancellationToken);
    }

    /// <summary>Deletes a caller's conversations at the platform, as <c>erase --vendor</c> does before it erases here.</summary>
    public async Task<VendorErasureResult> EraseAtVendorAsync(Caller caller)
    {
        await using var client = PlatformClient.Of(Platform);
        var keys = Stores.Get<CallerKeys>();
        var key = keys.Of(caller, _settings.Tenants.Of(Agent));
        var vendor = new VendorErasure(client.Api, Stores.Get<ConversationsOfCaller>(), Stores.Get<CallersOfPayload>(), keys);
        var kept = await Stores.Get<FindCaller>().FindAsync(key, CancellationToken.None);
        return await vendor.DeleteAsync(
            key, await vendor.FindAsync(kept, [caller], CancellationToken.None), CancellationToken.None);
    }

    /// <summary>Delivers a conversation by the webhook, and leaves it in the queue.</summary>
    public async Task<PayloadName> DeliverAsync(FakeConversation one)
    {
        var bytes = WebhookCaller.Bytes(new JsonObject
        {
            ["type"] = "post_call_transcription",
            ["event_timestamp"] = one.Start + one.Duration + 15,
            ["data"] = one.Detail(),
        });
        var payload = Stores.NameOf(bytes, TimeProvider.System.GetUtcNow());
        using var body = new SpooledBody(Stores.Get<SpoolDirectory>().Path);
        body.Append(bytes);
        await Stores.Get<PayloadIntake>().StoreAsync(payload, body, isFetched: false, CancellationToken.None);
        return payload;
    }

    /// <summary>Learns all that waits.</summary>
    public async Task<IReadOnlyList<PayloadName>> LearnAsync()
    {
        var waiting = await Stores.Pending.ListAsync(CancellationToken.None).Select(entry => entry.Name).ToListAsync();
        foreach (var payload in waiting)
            await _learning.Learn.LearnAsync(payload, tries: 1, isReplay: false, CancellationToken.None);
        return waiting;
    }

    /// <summary>Learns from the queue until told to stop, as a worker does.</summary>
    public async Task LearnUntilAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await Stores.Queue.ReceiveAsync(TimeSpan.FromMinutes(10), CancellationToken.None) is not { } call)
            {
                await Stores.Queue.WaitAsync(TimeSpan.FromMilliseconds(20), CancellationToken.None);
                continue;
            }

            await Stores.Get<LearnFromMessage>().LearnAsync(call.Text, call.DequeueCount, CancellationToken.None);
            await Stores.Queue.CompleteAsync(call, CancellationToken.None);
        }
    }

    /// <summary>The calls of all records.</summary>
    public async Task<IReadOnlyList<PastCall>> AllCallsAsync()
    {
        var calls = new List<PastCall>();
        await foreach (var caller in Stores.Records.ListAsync(CancellationToken.None))
            calls.AddRange((await Stores.Records.ReadAsync(caller, CancellationToken.None))?.Value.Calls ?? []);
        return calls;
    }

    public async Task<IReadOnlyList<PastCall>> CallsOfAsync(string number)
        => (await Stores.Records.ReadAsync(KeyOf(number), CancellationToken.None))?.Value.Calls ?? [];

    public CallerKey KeyOf(string number) => _learning.KeyOf(number);

    public async ValueTask DisposeAsync()
    {
        _learning.Dispose();
        await Stores.DisposeAsync();
        await Platform.DisposeAsync();
        _folder.Dispose();
    }

    private ImportedPayloads Payloads => new(Stores.Get<PayloadIntake>(), Stores.Get<SpoolDirectory>(), _settings);

    private ConversationPages PagesOf(PlatformClient client, TimeProvider time) => new(
        client.Api,
        new KnownConversations(Stores.Claims, Stores.Pending, Stores.Receipts),
        Stores.Get<ArchivedCallReader>(),
        Stores.Get<CurrentPayload>(),
        time);

    private sealed class LogOf<T>(ILogger log) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => log.Log(logLevel, eventId, state, exception, formatter);
    }

    /// <summary>The state of imports, as one process after the other finds it.</summary>
    public sealed class StateInMemory : IImportStateStore
    {
        public ImportState Value { get; private set; } = new();

        public Task<ImportState> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Value);

        public Task WriteAsync(ImportState state, CancellationToken cancellationToken)
        {
            Value = state;
            return Task.CompletedTask;
        }
    }

    private sealed class Told(Action<ImportProgress>? onPage) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => onPage?.Invoke(value);
    }
}
