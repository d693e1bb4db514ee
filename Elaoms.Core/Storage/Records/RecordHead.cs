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
    private StoredMemories _memories;

    /// <inheritdoc />
    public static string Kind => "record";

    /// <inheritdoc />
    /// <remarks>The first form held the whole record.</remarks>
    public static int CurrentVersion => 2;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>How many times the record has changed.</summary>
    public long Revision { get; init; }

    /// <summary>Who it is.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The calls that are in no segment, by start.</summary>
    public IReadOnlyList<PastCall> Calls { get; init => field = value ?? []; } = [];

    /// <summary>The newest of the calls that are in segments, by start.</summary>
    public IReadOnlyList<PastCall> CallsInSegments { get; init => field = value ?? []; } = [];

    /// <summary>What earlier calls came to.</summary>
    public FactState? Earlier { get; init; }

    /// <summary>What was said of the caller in the calls after these, wherever they are, call by call.</summary>
    public IReadOnlyList<Fact> Facts { get; init => field = value ?? []; } = [];

    /// <summary>How many calls there are of each day; null in a head that is older than this.</summary>
    public CallDays? Days { get; init; }

    /// <summary>The segments, in the order in which they were begun.</summary>
    public IReadOnlyList<SegmentEntry> Segments { get; init => field = value ?? []; } = [];

    /// <summary>What was said in the calls of a record of the first form; null in later ones.</summary>
    [JsonPropertyName("memories")]
    public IReadOnlyList<Memory>? FormerMemories { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public ReadOnlyMemory<byte> Attachment => _memories.Pack();

    /// <summary>How many calls the record holds.</summary>
    [JsonIgnore]
    public int CallCount => Calls.Count + Segments.Sum(segment => segment.Calls);

    /// <summary>What is known of the caller.</summary>
    internal KnownFacts Known() => new(new FactFold(Earlier ?? new FactState()).Add(Facts));

    /// <inheritdoc />
    public RecordHead WithAttachment(ReadOnlyMemory<byte> attachment)
        => this with { _memories = StoredMemories.Unpack(attachment) };

    /// <summary>The head with other calls outside of segments.</summary>
    internal RecordHead With(IReadOnlyList<PastCall> calls, IEnumerable<Memory> memories, IMemoryIndexer? indexer)
        => this with { Calls = calls, FormerMemories = null, _memories = StoredMemories.Of(calls, memories, indexer) };

    /// <summary>The calls that are in no segment, as a part of the record.</summary>
    internal RecordPart Part() => new(
        Name: null, Calls, Facts, FormerMemories is null ? _memories : StoredMemories.Of(Calls, FormerMemories, indexer: null));

    /// <summary>What was said in the calls that are in no segment.</summary>
    internal IEnumerable<Memory> ReadMemories() => FormerMemories ?? MemoryLines.Read(Calls, _memories.Lines);

    /// <summary>What a profile is made of.</summary>
    internal CallerOverview Overview()
    {
        var last = Calls.Concat(CallsInSegments).MaxBy(call => call.Place);
        return new CallerOverview(
            Revision,
            Caller,
            Calls.Any(call => call.IsKindCertain) || Segments.Any(segment => segment.IsKindCertain),
            CallCount,
            last,
            ReadMemories().Where(memory => memory.ConversationId == last?.ConversationId),
            Known(),
            (Days ?? CallDays.Of(Calls.Concat(CallsInSegments))).Busiest);
    }
}
