using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Indexing;
using Elaoms.Core.Json;
using Elaoms.Core.Processing;
using Elaoms.Core.Processing.Applying;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Intake;
using Elaoms.Tests.Storage;
using Elaoms.Tests.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>Learning over a storage in memory, by a clock that stands, with given sources of facts.</summary>
internal sealed class LearningInMemory : IDisposable
{
    public const string Sam = "+12025550123";
    public const string Kim = "+12025550199";

    private readonly LoggerFactory _loggers;

    public LearningInMemory(ElaomsSettings? settings = null, IRedactor? redactor = null, params IFactExtractor[] sources)
    {
        Settings = settings ?? TestSettings.In("unused") with { OpenMemory = new Uri("http://127.0.0.1:1/") };
        Recorded = new RecordedMetrics(Metrics);
        _loggers = new LoggerFactory([Log]);
        (Heads, Claims, Tasks) = (Documents<RecordHead>("heads"), Documents<ConversationClaim>("claims"), Documents<IndexTask>("tasks"));
        (Profiles, Notices) = (Documents<CallerProfile>("profiles"), Documents<UnreadableNotices>("notices"));
        Keys = new CallerKeys(Settings);
        var (changes, toIndex) = (
            new StoredChanges(new DocumentsInMemory<CallerChanges>(), Settings), new CallersToIndex(Tasks, Settings, Clock));
        Records = new CallerRecords(Heads, Documents<RecordSegment>("segments"), Profiles, new PartIndexWriter(), Clock, changes: changes);
        Current = new CurrentPayload(Claims, Records, toIndex);
        Reader = new ArchivedCallReader(Storage, new SpoolDirectory("unused"), Keys, Settings);
        Extractor = new CallExtractor(redactor ?? new GivenSpans(), sources);
        Outcomes = new CallOutcomes(
            Receipts, Storage, new NothingListed(), Reader, Current, Records, Metrics, Clock, LoggerOf<CallOutcomes>());
        Learn = new LearnFromCall(Storage, Outcomes, Reader, Current, Extractor, Metrics, Clock, LoggerOf<LearnFromCall>());
        Unreadable = new UnreadableMessages(Notices, Settings, Clock);
        Message = new LearnFromMessage(Learn, Unreadable, Metrics, Clock, LoggerOf<LearnFromMessage>());
        Changes = new ApplyChanges(
            changes,
            new DocumentsInMemory<PendingChange>(),
            Records,
            new MarkedCalls(Records, Reader, Extractor),
            new DeletedCalls(Current, Records, Storage, Receipts, Outcomes, Clock),
            new FollowUps(toIndex, Outcomes),
            Clock);
        Relearn = new RelearnCalls(Records, Storage, Reader, Current, Extractor, Learn, Settings, Clock);
    }

    /// <summary>What happens before each access to documents; it is given their name, such as <c>heads</c>.</summary>
    public Func<string, Task> BeforeAccess { get; set; } = _ => Task.CompletedTask;

    public ElaomsSettings Settings { get; }

    public FixedClock Clock { get; } = new();

    public ElaomsMetrics Metrics { get; } = new();

    public RecordedMetrics Recorded { get; }

    public CollectedLog Log { get; } = new();

    public DeliveryStorage Storage { get; } = new();

    public ReceiptsInMemory Receipts { get; } = new();

    public InterruptedDocuments<RecordHead> Heads { get; }

    public InterruptedDocuments<CallerProfile> Profiles { get; }

    public InterruptedDocuments<ConversationClaim> Claims { get; }

    public InterruptedDocuments<IndexTask> Tasks { get; }

    public InterruptedDocuments<UnreadableNotices> Notices { get; }

    public CallerKeys Keys { get; }

    public CallerRecords Records { get; }

    public CurrentPayload Current { get; }

    public ArchivedCallReader Reader { get; }

    public CallExtractor Extractor { get; }

    public CallOutcomes Outcomes { get; }

    public LearnFromCall Learn { get; }

    public UnreadableMessages Unreadable { get; }

    public LearnFromMessage Message { get; }

    public RelearnCalls Relearn { get; }

    public ApplyChanges Changes { get; }

    public static NewerDocumentException Newer => new("record", 9, 2);

    /// <summary>What is stored of a payload by an older program, or by this one if the rules are today's.</summary>
    public static ConversationClaim Claim(
        PayloadName payload, string? caller, double timestamp = 1, int rules = CallExtractor.RulesVersion, params string[] former)
        => new(new PayloadVersion(timestamp, payload.BodyHash, rules), payload.Value, caller, former);

    public CallerKey KeyOf(string number) => Keys.Of(new Caller(CallerKind.Phone, number), Tenants.Default);

    public PayloadName Store(byte[] body, DateTimeOffset? at = null)
    {
        var name = Stores.NameOf(body, at);
        Storage.Archived.Add((name, body));
        return name;
    }

    public Task<Receipt> LearnAsync(byte[] body, int tries = 1, bool isReplay = false)
        => Learn.LearnAsync(Store(body), tries, isReplay, CancellationToken.None);

    public async Task<CallerRecord?> ReadAsync(string number) => (await Records.ReadAsync(KeyOf(number), CancellationToken.None))?.Value;

    public async Task<ConversationClaim?> ClaimAsync(PayloadName payload)
        => (await Claims.ReadAsync(payload.ConversationHash, CancellationToken.None))?.Value;

    public ValueTask<Receipt?> ReceiptAsync(PayloadName payload) => Receipts.ReadAsync(payload, CancellationToken.None);

    public ValueTask WriteReceiptAsync(PayloadName payload, ReceiptResult result, int tries = 9)
        => Receipts.WriteAsync(payload, new Receipt(result, "Before.", tries), CancellationToken.None);

    /// <summary>Who is to be indexed, in order of the keys.</summary>
    public async Task<IEnumerable<string>> ToIndexAsync()
        => (await Tasks.ListAsync(CancellationToken.None).ToListAsync()).Select(task => task.Name).Order(StringComparer.Ordinal);

    /// <summary>The keys of telephone numbers, in their order.</summary>
    public IEnumerable<string> KeysOf(params string[] numbers)
        => numbers.Select(number => KeyOf(number).Value).Order(StringComparer.Ordinal);

    public ILogger<T> LoggerOf<T>() => _loggers.CreateLogger<T>();

    public void Dispose()
    {
        Unreadable.Dispose();
        _loggers.Dispose();
        Recorded.Dispose();
        Metrics.Dispose();
    }

    private InterruptedDocuments<T> Documents<T>(string name)
        where T : class, IStoredDocument
        => new(new DocumentsInMemory<T>(), () => BeforeAccess(name));
}
