using System.Text.Json;
using System.Text.Json.Serialization;
using Elaoms.Core.Json;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Records;

/// <summary>
/// A part of a record: some calls with all that they taught. A segment is never changed: another with another name takes its place.
/// A page is a segment that holds no calls but a part of the record's list of segments.
/// </summary>
public sealed record RecordSegment : IAttachedDocument<RecordSegment>
{
    private const int VersionOfCalls = 1;

    private ReadOnlyMemory<byte> _stored;
    private StoredMemories _memories;
    private Lazy<IReadOnlyList<Fact>>? _facts;

    /// <inheritdoc />
    public static string Kind => "segment";

    /// <inheritdoc />
    /// <remarks>The first form knows no pages. Segments with calls are still written in it.</remarks>
    public static int CurrentVersion => 2;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(VersionOfCalls, value); } = VersionOfCalls;

    /// <summary>The calls.</summary>
    public IReadOnlyList<PastCall> Calls { get; init => field = value ?? []; } = [];

    /// <summary>The segments that a page lists, in the order in which they were begun; null in a segment that holds calls.</summary>
    public IReadOnlyList<SegmentEntry>? Segments { get; init; }

    /// <summary>What was said of the caller in them, read when it is asked for: no search of most callers does.</summary>
    [JsonIgnore]
    public IReadOnlyList<Fact> Facts => _facts?.Value ?? FormerFacts ?? [];

    /// <summary>The facts of a segment that has them not attached; null in others.</summary>
    [JsonPropertyName("facts")]
    public IReadOnlyList<Fact>? FormerFacts { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public ReadOnlyMemory<byte> Attachment => Segments is not null
        ? default
        : _memories.Pack(StoredJson.WritePart(Facts, RecordJson.Default.IReadOnlyListFact).Span);

    /// <summary>How many memories there are.</summary>
    [JsonIgnore]
    public int MemoryCount => MemoryLines.Count(_memories.Lines.Span);

    /// <summary>How large it is, in bytes: an estimate.</summary>
    internal int Size => _memories.Lines.Length + _memories.Index.Length
        + Calls.Sum(RecordLimits.SizeOf) + Facts.Sum(fact => fact.StoredBytes);

    /// <summary>A segment without calls, to begin with.</summary>
    internal static RecordSegment Empty { get; } = new();

    /// <summary>A page.</summary>
    /// <param name="segments">The segments that it lists.</param>
    internal static RecordSegment PageOf(IReadOnlyList<SegmentEntry> segments)
        => new() { Version = CurrentVersion, Segments = segments };

    /// <inheritdoc />
    public RecordSegment WithAttachment(ReadOnlyMemory<byte> attachment)
    {
        var memories = StoredMemories.Unpack(attachment, out var facts);
        return this with { _stored = attachment, _memories = memories, _facts = facts.IsEmpty ? null : Unread(facts) };
    }

    /// <summary>The segment as a part of its record.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Its size.</param>
    internal RecordPart Part(string name, long bytes) => new(name, Calls, () => Facts, _memories, bytes);

    /// <summary>The segment as a part of its record, with all but its calls in a buffer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="buffer">The buffer.</param>
    internal RecordPart PartIn(string name, PartBuffer buffer) => WithAttachment(buffer.Copy(_stored.Span)).Part(name, _stored.Length);

    /// <summary>What was said in the calls.</summary>
    internal IEnumerable<Memory> ReadMemories() => MemoryLines.Read(Calls, _memories.Lines);

    /// <summary>The segment with more calls.</summary>
    internal RecordSegment With(
        IEnumerable<PastCall> calls, IEnumerable<Fact> facts, IEnumerable<Memory> memories, IMemoryIndexer indexer)
        => Of([.. Calls, .. calls], [.. Facts, .. facts], [.. ReadMemories(), .. memories], indexer);

    /// <summary>The segment without a call.</summary>
    internal RecordSegment Without(string conversationId, IMemoryIndexer indexer) => Of(
        [.. Calls.Where(call => call.ConversationId != conversationId)],
        [.. Facts.Where(fact => fact.Source.ConversationId != conversationId)],
        ReadMemories().Where(memory => memory.ConversationId != conversationId),
        indexer);

    private static RecordSegment Of(
        IReadOnlyList<PastCall> calls, IReadOnlyList<Fact> facts, IEnumerable<Memory> memories, IMemoryIndexer indexer)
        => new()
        {
            Calls = calls,
            _facts = new Lazy<IReadOnlyList<Fact>>(facts),
            _memories = StoredMemories.Of(calls, memories, facts, indexer),
        };

    private static Lazy<IReadOnlyList<Fact>> Unread(ReadOnlyMemory<byte> json)
        => new(() => JsonSerializer.Deserialize(json.Span, RecordJson.Default.IReadOnlyListFact)
            ?? throw new JsonException("Stored facts are null."));
}
