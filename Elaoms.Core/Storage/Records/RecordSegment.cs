using System.Text.Json.Serialization;
using Elaoms.Core.Json;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Records;

/// <summary>
/// A part of a record: some calls with all that they taught. A segment is never changed: another with another name takes its place.
/// </summary>
public sealed record RecordSegment : IAttachedDocument<RecordSegment>
{
    private StoredMemories _memories;

    /// <inheritdoc />
    public static string Kind => "segment";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = CurrentVersion;

    /// <summary>The calls.</summary>
    public IReadOnlyList<PastCall> Calls { get; init => field = value ?? []; } = [];

    /// <summary>What was said of the caller in them.</summary>
    public IReadOnlyList<Fact> Facts { get; init => field = value ?? []; } = [];

    /// <inheritdoc />
    [JsonIgnore]
    public ReadOnlyMemory<byte> Attachment => _memories.Pack();

    /// <summary>How many memories there are.</summary>
    [JsonIgnore]
    public int MemoryCount => MemoryLines.Count(_memories.Lines.Span);

    /// <summary>How large it is, in bytes: an estimate.</summary>
    internal int Size => _memories.Lines.Length + _memories.Index.Length
        + Calls.Sum(RecordLimits.SizeOf) + Facts.Sum(fact => fact.StoredBytes);

    /// <summary>A segment without calls, to begin with.</summary>
    internal static RecordSegment Empty { get; } = new();

    /// <inheritdoc />
    public RecordSegment WithAttachment(ReadOnlyMemory<byte> attachment)
        => this with { _memories = StoredMemories.Unpack(attachment) };

    /// <summary>The segment as a part of its record.</summary>
    internal RecordPart Part(string name) => new(name, Calls, Facts, _memories);

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
        => new() { Calls = calls, Facts = facts, _memories = StoredMemories.Of(calls, memories, indexer) };
}
