using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Tests.Indexes.Embeddings;
using Elaoms.Tests.Indexes.OpenMemory;
using Elaoms.Tests.Storage;
using Elaoms.Tests.Telemetry;
using Xunit;

namespace Elaoms.Tests.Indexes.Engines;

/// <summary>
/// An engine over a storage of its own, and the server behind it. Nothing runs by itself: <see cref="IndexAsync"/> does what the worker and
/// the sweep do.
/// </summary>
internal sealed class EngineBench : IAsyncDisposable
{
    private readonly EmbeddedStorage _storage = new();
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);

    private EngineBench(FakeOpenMemory? server, EmbeddingsServer? embeddings, TimeSpan deadline, int hurry)
    {
        (Server, Embeddings, Clock) = (server, embeddings, new MovableClock(hurry));
        Stores = Open(deadline);
        Metrics = new RecordedMetrics(Stores.Get<ElaomsMetrics>());
    }

    public FakeOpenMemory? Server { get; }

    public EmbeddingsServer? Embeddings { get; }

    /// <summary>The model that is asked for.</summary>
    public string Model { get; set; } = "model-a";

    public MovableClock Clock { get; }

    public Stores Stores { get; private set; }

    public RecordedMetrics Metrics { get; private set; }

    public IMemoryEngine Engine => Stores.Get<IEnumerable<IMemoryEngine>>().LastOrDefault() ?? new OwnIndex();

    /// <summary>Starts an engine.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="deadline">That of a search.</param>
    /// <param name="hurry">How many times as fast timers run.</param>
    /// <param name="alsoEmbeddings">Whether there are embeddings beside it.</param>
    public static async Task<EngineBench> StartAsync(EngineKind kind, TimeSpan? deadline = null, int hurry = 1, bool alsoEmbeddings = false)
    {
        var server = kind switch
        {
            EngineKind.UserIds => await FakeOpenMemory.StartAsync(OpenMemoryDialect.UserIds),
            EngineKind.Tenants => await FakeOpenMemory.StartAsync(OpenMemoryDialect.Tenants),
            _ => null,
        };
        var embeddings = alsoEmbeddings || kind == EngineKind.Embeddings ? await EmbeddingsServer.StartAsync() : null;
        return new EngineBench(server, embeddings, deadline ?? TimeSpan.FromSeconds(30), hurry);
    }

    public static Caller Caller(int number) => new(CallerKind.Phone, $"+1202555{number:0000}");

    public CallerKey Key(Caller caller) => Stores.Get<CallerKeys>().Of(caller);

    /// <summary>Another process on the same storage and server.</summary>
    public Stores Open(TimeSpan? deadline = null)
        => new(
            _storage.Settings with
            {
                OpenMemory = Server?.Address,
                OpenMemoryKey = Server?.Key,
                Embeddings = Embeddings?.Address,
                EmbeddingsKey = Embeddings?.Key,
                EmbeddingsModel = Model,
                SearchDataDeadline = deadline ?? TimeSpan.FromSeconds(30),
            },
            Clock);

    /// <summary>Another process on the same storage, without embeddings.</summary>
    public Stores OpenWithoutEmbeddings()
        => new(_storage.Settings with { OpenMemory = Server?.Address, OpenMemoryKey = Server?.Key }, Clock);

    /// <summary>Ends the process and starts the next.</summary>
    public async Task RestartAsync()
    {
        Metrics.Dispose();
        await Stores.DisposeAsync();
        Stores = Open();
        Metrics = new RecordedMetrics(Stores.Get<ElaomsMetrics>());
    }

    /// <summary>Writes what a call teaches into the caller's record, and notes that the engine is to be told.</summary>
    public async Task TeachAsync(Caller caller, string conversation, params string[] turns)
    {
        var hour = _calls[conversation] = _calls.GetValueOrDefault(conversation) + 1;
        var at = FixedClock.Start.AddHours(hour);
        var call = new PastCall
        {
            ConversationId = conversation,
            Payload = $"{conversation}-{hour}",
            PayloadVersion = new PayloadVersion(hour, $"{hour}"),
            StartedAt = at,
        };
        var memories = turns.Select((text, turn) =>
            new Memory(IdOf(conversation, turn), text, Sector.Episodic, Salience.Low, at.AddSeconds(turn), "user", conversation, turn));
        await Stores.Get<CallerRecords>()
            .ApplyAsync(Key(caller), caller, [new ExtractedCall(call, [], [.. memories])], CancellationToken.None);
        await Stores.Get<CallersToIndex>().AddAsync(Key(caller), CancellationToken.None);
    }

    public static string IdOf(string conversation, int turn) => $"{conversation}-turn-{turn}";

    public async Task ForgetCallAsync(Caller caller, string conversation)
    {
        await Stores.Get<CallerRecords>().ForgetAsync(
            Key(caller), conversation, ConversationClaim.Erased.PayloadVersion, CancellationToken.None);
        await Stores.Get<CallersToIndex>().AddAsync(Key(caller), CancellationToken.None);
    }

    /// <summary>Tells the engine of all callers that are due now.</summary>
    public Task IndexAsync() => Stores.Get<IndexCallers>().IndexDueAsync(TimeSpan.FromMinutes(5), CancellationToken.None);

    /// <summary>Tells the engine, over hours if need be, until nothing is left.</summary>
    public async Task IndexAllAsync()
    {
        for (var hour = 0; await WaitingAsync() > 0; hour++)
        {
            Assert.True(hour < 500, "The engine is never up to date.");
            await IndexAsync();
            Clock.Advance(TimeSpan.FromHours(1));
        }
    }

    public async Task<int> WaitingAsync() => await Stores.Get<IDocumentStore<IndexTask>>().CountAsync();

    /// <summary>What the engine alone finds, as memories of the caller.</summary>
    public async Task<IReadOnlyList<Memory>> FindAsync(Caller caller, string query, int count = 10)
    {
        var index = Stores.Get<CallerIndexes>().GetAsync(Key(caller), TimeSpan.FromMinutes(1), CancellationToken.None).AsTask();
        var matches = await Engine.SearchAsync(Key(caller), index, query, count, CancellationToken.None);
        return [.. matches.Select(id => index.GetAwaiter().GetResult()?.Find(id)).OfType<FoundMemory>().Select(found => found.Memory)];
    }

    /// <summary>What search-data answers.</summary>
    public ValueTask<SearchDataAnswer> SearchAsync(Caller caller, string query, int count = 10)
        => Stores.Get<SearchData>()
            .AnswerAsync(new SearchDataRequest(query, count) { CallerId = caller.Identity }, token: null, CancellationToken.None);

    /// <summary>What our own index finds.</summary>
    public async Task<IReadOnlyList<Memory>> SearchOwnAsync(Caller caller, string query, int count = 10)
    {
        var index = await Stores.Get<CallerIndexes>().GetAsync(Key(caller), TimeSpan.FromMinutes(1), CancellationToken.None);
        return [.. index!.Search(query, count).Select(found => found.Memory)];
    }

    /// <summary>The note about a caller.</summary>
    public async Task<EngineNote?> NoteAsync(Caller caller)
        => (await Stores.Get<IDocumentStore<EngineNote>>().ReadAsync(Key(caller), CancellationToken.None))?.Value;

    /// <summary>The vectors of a caller.</summary>
    public async Task<CallerVectors?> VectorsAsync(Caller caller)
        => (await Stores.Get<IDocumentStore<CallerVectors>>().ReadAsync(Key(caller), CancellationToken.None))?.Value;

    public async ValueTask DisposeAsync()
    {
        Metrics.Dispose();
        await Stores.DisposeAsync();
        if (Server is not null)
            await Server.DisposeAsync();
        if (Embeddings is not null)
            await Embeddings.DisposeAsync();
        await _storage.DisposeAsync();
    }
}
