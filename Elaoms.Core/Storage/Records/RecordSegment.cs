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
    private ReadOnlyMemory<byte> _lines;

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
    public ReadOnlyMemory<byte> Attachment => _lines;

    /// <summary>How many memories there are.</summary>
    [JsonIgnore]
    public int MemoryCount => _lines.Span.Count((byte)'\n');

    /// <summary>How large it is, in bytes, by the estimate that limits it.</summary>
    internal int Size => Calls.Sum(RecordLimits.SizeOf) + Facts.Sum(RecordLimits.SizeOf) + ReadMemories().Sum(RecordLimits.SizeOf);

    /// <summary>A segment without calls, to begin with.</summary>
    internal static RecordSegment Empty { get; } = new();

    private static RecordSegment Of(IReadOnlyList<PastCall> calls, IReadOnlyList<Fact> facts, IEnumerable<Memory> memories)
        => new() { Calls = calls, Facts = facts, _lines = MemoryLines.Write(calls, memories) };

    /// <inheritdoc />
    public RecordSegment WithAttachment(ReadOnlyMemory<byte> attachment) => this with { _lines = attachment };

    /// <summary>What was said in the calls.</summary>
    internal IEnumerable<Memory> ReadMemories() => MemoryLines.Read(Calls, _lines);

    /// <summary>The segment with more calls.</summary>
    internal RecordSegment With(IEnumerable<PastCall> calls, IEnumerable<Fact> facts, IEnumerable<Memory> memories)
        => Of([.. Calls, .. calls], [.. Facts, .. facts], [.. ReadMemories(), .. memories]);

    /// <summary>The segment without a call.</summary>
    internal RecordSegment Without(string conversationId) => Of(
        [.. Calls.Where(call => call.ConversationId != conversationId)],
        [.. Facts.Where(fact => fact.Source.ConversationId != conversationId)],
        ReadMemories().Where(memory => memory.ConversationId != conversationId));
}
