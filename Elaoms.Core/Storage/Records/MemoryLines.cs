using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Json;
using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Records;

/// <summary>Memories as they are stored: a line of JSON each, which says only what its call doesn't.</summary>
internal static class MemoryLines
{
    private const byte EndOfLine = (byte)'\n';

    /// <summary>Writes the memories of calls.</summary>
    /// <param name="calls">The calls, to which the lines refer by place.</param>
    /// <param name="memories">Memories of these calls.</param>
    public static byte[] Write(IReadOnlyList<PastCall> calls, IEnumerable<Memory> memories)
    {
        var places = PlacesOf(calls);
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, StoredJson.WriterOptions);
        foreach (var memory in memories)
        {
            var call = places[memory.ConversationId];
            JsonSerializer.Serialize(writer, StoredMemory.Of(memory, call, calls[call]), MemoryJson.Default.StoredMemory);
            writer.Flush();
            writer.Reset();
            output.Write([EndOfLine]);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads the memories of calls.</summary>
    public static IEnumerable<Memory> Read(IReadOnlyList<PastCall> calls, ReadOnlyMemory<byte> lines)
    {
        while (lines.Span.IndexOf(EndOfLine) is >= 0 and var end)
        {
            yield return ReadOne(calls, lines.Span[..end]);
            lines = lines[(end + 1)..];
        }
    }

    /// <summary>The places of calls, by conversation.</summary>
    public static Dictionary<string, int> PlacesOf(IReadOnlyList<PastCall> calls)
        => calls.Select((call, place) => (call.ConversationId, place)).ToDictionary(StringComparer.Ordinal);

    /// <summary>How many memories there are.</summary>
    public static int Count(ReadOnlySpan<byte> lines) => lines.Count(EndOfLine);

    /// <summary>Where each line ends.</summary>
    public static int[] Ends(ReadOnlySpan<byte> lines)
    {
        var ends = new int[Count(lines)];
        for (var (line, begin) = (0, 0); line < ends.Length; line++)
        {
            ends[line] = begin + lines[begin..].IndexOf(EndOfLine);
            begin = ends[line] + 1;
        }

        return ends;
    }

    /// <summary>Reads a line.</summary>
    public static Memory ReadOne(IReadOnlyList<PastCall> calls, ReadOnlySpan<byte> line)
        => JsonSerializer.Deserialize(line, MemoryJson.Default.StoredMemory) is { } stored
            ? stored.Of(calls[stored.Call])
            : throw new JsonException("A stored memory is null.");
}

/// <summary>A stored memory.</summary>
/// <param name="Call">The place of its call.</param>
/// <param name="Text">What is remembered.</param>
/// <param name="Turn">Its position in the transcript; null when it is no turn.</param>
/// <param name="Role">Who said it; null when it is nobody's words.</param>
/// <param name="After">How long after the start of the call, in ticks of 100 ns.</param>
/// <param name="Sector">What kind of memory it is.</param>
/// <param name="Salience">How much it matters; null for that of turns without facts.</param>
/// <param name="Id">Its id; null for the one that follows from the call's payload.</param>
internal sealed record StoredMemory(
    int Call,
    string Text,
    int? Turn = null,
    string? Role = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long After = 0,
    Sector? Sector = null,
    double? Salience = null,
    string? Id = null)
{
    public static StoredMemory Of(Memory memory, int call, PastCall of) => new(
        call,
        memory.Text,
        memory.Turn,
        memory.Role,
        (memory.Time - of.StartedAt).Ticks,
        memory.Sector == Core.Records.Memories.Sector.Episodic ? null : memory.Sector,
        memory.Salience == Core.Records.Memories.Salience.Low ? null : memory.Salience,
        memory.Id == IdOf(of, memory.Turn) ? null : memory.Id);

    public Memory Of(PastCall call) => new(
        Id ?? IdOf(call, Turn),
        Text,
        Sector ?? Core.Records.Memories.Sector.Episodic,
        Salience ?? Core.Records.Memories.Salience.Low,
        call.StartedAt.AddTicks(After),
        Role,
        call.ConversationId,
        Turn);

    // As it is made when a call is learned.
    public static string IdOf(PastCall call, int? turn)
    {
        var hash = PayloadName.Parse(call.Payload)?.ConversationHash;
        return turn is { } position ? string.Create(CultureInfo.InvariantCulture, $"{hash}-turn-{position}") : $"{hash}-summary";
    }
}
