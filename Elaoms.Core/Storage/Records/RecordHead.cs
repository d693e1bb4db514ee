using System.Text.Json;
using System.Text.Json.Serialization;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Storage.Records;

/// <summary>
/// The part of a record that each call reads and writes: what is known of the caller, the newest calls, and which segments hold the
/// others. A change of the record is one write of it, over the version that was read.
/// </summary>
public sealed record RecordHead : IAttachedDocument<RecordHead>
{
    private const int VersionWithoutPages = 2;
    private const int VersionWithPages = 3;

    private StoredMemories _memories;
    private Lazy<RecordHistory>? _history;

    /// <inheritdoc />
    public static string Kind => "record";

    /// <inheritdoc />
    /// <remarks>
    /// The first form held the whole record, the second knows no pages, the third no changes of operators. Each is still written where it
    /// says all, so that an older program reads most records.
    /// </remarks>
    public static int CurrentVersion => 4;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>How many times the record has changed.</summary>
    public long Revision { get; init; }

    /// <summary>Who it is.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The calls that are in no segment, by start.</summary>
    public IReadOnlyList<PastCall> Calls { get; init => field = value ?? []; } = [];

    /// <summary>The segments that no page lists, in the order in which they were begun: the newest.</summary>
    public IReadOnlyList<SegmentEntry> Segments { get; init => field = value ?? []; } = [];

    /// <summary>The pages that list the other segments, in their order.</summary>
    public IReadOnlyList<PageEntry> Pages { get; init => field = value ?? []; } = [];

    /// <summary>What profile and search need; null where the head would get too large with it.</summary>
    public CallerDigest? Digest { get; init; }

    /// <summary>The changes of operators that it was made with; null for none.</summary>
    public AppliedChanges? Changes { get; init; }

    /// <summary>What it knows of earlier calls.</summary>
    [JsonIgnore]
    public RecordHistory History
    {
        get => (_history ??= new Lazy<RecordHistory>(ReadFormerHistory)).Value;
        init => _history = new Lazy<RecordHistory>(value);
    }

    /// <summary>What was said in the calls of a record of the first form; null in later ones.</summary>
    [JsonPropertyName("memories")]
    public IReadOnlyList<Memory>? FormerMemories { get; init; }

    /// <summary>What is <see cref="RecordHistory.Facts"/> now; null in heads that have it attached.</summary>
    [JsonPropertyName("facts")]
    public IReadOnlyList<Fact>? FormerFacts { get; init; }

    /// <summary>What is <see cref="RecordHistory.Earlier"/> now; null in heads that have it attached.</summary>
    [JsonPropertyName("earlier")]
    public FactState? FormerEarlier { get; init; }

    /// <summary>What is <see cref="RecordHistory.CallsInSegments"/> now; null in heads that have it attached.</summary>
    [JsonPropertyName("calls_in_segments")]
    public IReadOnlyList<PastCall>? FormerCallsInSegments { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public ReadOnlyMemory<byte> Attachment => _history is null && _memories.Lines.IsEmpty
        ? default
        : _memories.Pack(StoredJson.WritePart(History, RecordJson.Default.RecordHistory).Span);

    /// <summary>How many calls the record holds.</summary>
    [JsonIgnore]
    public int CallCount => Calls.Count + Segments.Sum(segment => segment.Calls) + Pages.Sum(page => page.Calls);

    /// <summary><see cref="CallerRecord.IsKindCertain"/> of the record.</summary>
    [JsonIgnore]
    public bool IsKindCertain => Calls.Any(call => call.IsKindCertain)
        || Segments.Any(segment => segment.IsKindCertain) || Pages.Any(page => page.IsKindCertain);

    /// <summary>The form of a head with these pages and changes.</summary>
    internal static int VersionWith(IReadOnlyList<PageEntry> pages, AppliedChanges? changes)
        => changes is not null ? CurrentVersion : pages.Count == 0 ? VersionWithoutPages : VersionWithPages;

    /// <inheritdoc />
    public RecordHead WithAttachment(ReadOnlyMemory<byte> attachment)
    {
        var memories = StoredMemories.Unpack(attachment, out var history);
        return this with { _memories = memories, _history = history.IsEmpty ? null : Unread(history) };
    }

    /// <summary>What is known of the caller.</summary>
    internal KnownFacts Known() => new(new FactFold(History.Earlier ?? new FactState()).Add(History.Facts));

    /// <summary>The head with other calls outside of segments.</summary>
    internal RecordHead With(IReadOnlyList<PastCall> calls, IEnumerable<Memory> memories, IMemoryIndexer? indexer) => this with
    {
        Calls = calls,
        FormerMemories = null,
        _memories = StoredMemories.Of(calls, memories, History.Facts, indexer),
    };

    /// <summary>The calls that are in no segment, as a part of the record.</summary>
    /// <param name="bytes">The size of the head.</param>
    internal RecordPart Part(long bytes) => new(
        Name: null,
        Calls,
        () => History.Facts,
        FormerMemories is null ? _memories : StoredMemories.Of(Calls, FormerMemories, History.Facts, indexer: null),
        bytes);

    /// <summary>What was said in the calls that are in no segment.</summary>
    internal IEnumerable<Memory> ReadMemories() => FormerMemories ?? MemoryLines.Read(Calls, _memories.Lines);

    /// <summary>What profile and search need: the one that is stored, or one that is made now.</summary>
    internal CallerDigest DigestNow() => Digest is { IsOfThisBuild: true } stored ? stored : CallerDigest.Of(Overview());

    /// <summary>What a profile is made of.</summary>
    internal CallerOverview Overview()
    {
        var last = Calls.Concat(History.CallsInSegments).MaxBy(call => call.Place);
        return new CallerOverview(
            Revision,
            Caller,
            IsKindCertain,
            CallCount,
            last,
            ReadMemories().Where(memory => memory.ConversationId == last?.ConversationId),
            Known(),
            (History.Days ?? CallDays.Of(Calls.Concat(History.CallsInSegments))).Busiest,
            Changes);
    }

    private RecordHistory ReadFormerHistory()
        => new() { CallsInSegments = FormerCallsInSegments!, Earlier = FormerEarlier, Facts = FormerFacts! };

    private static Lazy<RecordHistory> Unread(ReadOnlyMemory<byte> json)
        => new(() => JsonSerializer.Deserialize(json.Span, RecordJson.Default.RecordHistory)
            ?? throw new JsonException("A stored history is null."));
}

/// <summary>What came of applying calls to a record.</summary>
/// <param name="IsChanged">Whether the record has changed.</param>
/// <param name="Before">What it was before; null when it has not changed or there was none.</param>
/// <param name="After">What it is now; null when there is none.</param>
public sealed record RecordChange(bool IsChanged, RecordSummary? Before, RecordSummary? After);

/// <summary>What a list says of a record.</summary>
/// <param name="Revision">How many times it has changed.</param>
/// <param name="Calls">How many calls it holds.</param>
/// <param name="LastCallAt">When the last of them began; null when it holds none.</param>
public sealed record RecordSummary(long Revision, int Calls, DateTimeOffset? LastCallAt)
{
    /// <summary>Sums up a record.</summary>
    internal static RecordSummary Of(RecordHead head)
    {
        var last = head.Calls.Concat(head.History.CallsInSegments).MaxBy(call => call.Place);
        return new RecordSummary(head.Revision, head.CallCount, last?.StartedAt);
    }
}

/// <summary>What a head knows of earlier calls. Only learning needs it, so that a search does not read it.</summary>
public sealed record RecordHistory
{
    /// <summary>The newest of the calls that are in segments, by start.</summary>
    public IReadOnlyList<PastCall> CallsInSegments { get; init => field = value ?? []; } = [];

    /// <summary>What earlier calls came to.</summary>
    public FactState? Earlier { get; init; }

    /// <summary>What was said of the caller in the calls after these, wherever they are, call by call.</summary>
    public IReadOnlyList<Fact> Facts { get; init => field = value ?? []; } = [];

    /// <summary>How many calls there are of each day; null in a head that is older than this.</summary>
    public CallDays? Days { get; init; }
}
