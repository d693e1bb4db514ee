using Elaoms.Core.Calls;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Import;
using Elaoms.FakePlatform;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Storage;

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
        var payloads = new ImportedPayloads(
            Stores.Archive, Stores.Pending, Stores.Queue, Stores.Get<IDeliveryJournal>(), Stores.Get<SpoolDirectory>(), _settings);
        return await new ImportConversations(
            client.Api, Reader(client), payloads, Stores.Get<ArchivedCallReader>(), States, TimeProvider.System)
            .RunAsync(request ?? new ImportRequest(), "test", new Told(onPage), cancellationToken);
    }

    public async Task<ImportSurvey> SurveyAsync(ImportRequest? request = null)
    {
        await using var client = PlatformClient.Of(Platform);
        return await new SurveyConversations(
            client.Api, Reader(client), Stores.Get<ArchivedCallReader>(), Stores.Records, TimeProvider.System)
            .RunAsync(request ?? new ImportRequest(), new Told(onPage: null), CancellationToken.None);
    }

    /// <summary>Learns all that waits.</summary>
    public async Task<IReadOnlyList<PayloadName>> LearnAsync()
    {
        var waiting = await Stores.Pending.ListAsync(CancellationToken.None).Select(entry => entry.Name).ToListAsync();
        foreach (var payload in waiting)
            await _learning.Learn.LearnAsync(payload, tries: 1, isReplay: false, CancellationToken.None);
        return waiting;
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

    private ConversationReader Reader(PlatformClient client)
        => new(client.Api, new KnownConversations(Stores.Claims, Stores.Pending), TimeProvider.System);

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
