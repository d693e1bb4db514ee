using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Records;

/// <summary>What a record's head, or one of its pages, says of a segment.</summary>
/// <param name="Name">The segment's name below its caller's key. It is random, and never used again.</param>
/// <param name="Calls">How many calls it holds.</param>
/// <param name="Memories">How many memories.</param>
/// <param name="Facts">How many facts.</param>
/// <param name="Bytes">Its size, in bytes: an estimate.</param>
/// <param name="From">When the first of its calls began, to the second.</param>
/// <param name="To">When the last of its calls began, to the second.</param>
/// <param name="Fingerprints">Two bytes of each conversation, in ascending order.</param>
/// <param name="IsKindCertain"><see cref="CallerRecord.IsKindCertain"/> of its calls.</param>
[JsonConverter(typeof(SegmentEntryJsonConverter))]
public sealed record SegmentEntry(
    string Name,
    int Calls,
    int Memories,
    int Facts,
    int Bytes,
    DateTimeOffset From,
    DateTimeOffset To,
    byte[] Fingerprints,
    bool IsKindCertain)
{
    private const int BytesBetween = 3;

    /// <summary>How many bytes it takes in a list.</summary>
    internal int StoredBytes => SegmentEntryJsonConverter.TextOf(this).Length + BytesBetween;

    /// <summary>Describes a segment.</summary>
    internal static SegmentEntry Of(string name, RecordSegment segment) => new(
        name,
        segment.Calls.Count,
        segment.MemoryCount,
        segment.Facts.Count,
        segment.Size,
        segment.Calls.Min(call => call.StartedAt),
        segment.Calls.Max(call => call.StartedAt),
        [.. segment.Calls.Select(call => Fingerprint(call.ConversationId)).Order().SelectMany(BytesOf)],
        segment.Calls.Any(call => call.IsKindCertain));

    /// <summary>Whether a conversation may be in the segment; false when it is not.</summary>
    internal bool MayHold(string conversationId)
    {
        var wanted = Fingerprint(conversationId);
        for (var at = 0; at + 1 < Fingerprints.Length; at += 2)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(Fingerprints.AsSpan(at)) == wanted)
                return true;
        }

        return false;
    }

    private static ushort Fingerprint(string conversationId)
        => BinaryPrimitives.ReadUInt16BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(conversationId)));

    private static byte[] BytesOf(ushort fingerprint) => [(byte)(fingerprint >> 8), (byte)fingerprint];
}

/// <summary>Writes an entry as one line of words, since a head holds hundreds of them.</summary>
internal sealed class SegmentEntryJsonConverter : JsonConverter<SegmentEntry>
{
    private const int Words = 9;

    /// <inheritdoc />
    public override SegmentEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var words = reader.GetString()?.Split(' ');
        if (words?.Length != Words
            || !TryRead(words[1], out var calls) || !TryRead(words[2], out var memories) || !TryRead(words[3], out var facts)
            || !TryRead(words[4], out var bytes) || !TryReadTime(words[5], out var from) || !TryReadTime(words[6], out var to))
            throw new JsonException("A segment's entry is damaged.");
        return new SegmentEntry(
            words[0], calls, memories, facts, bytes, from, to, Convert.FromBase64String(words[8]), IsKindCertain: words[7] == "1");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, SegmentEntry value, JsonSerializerOptions options)
        => writer.WriteStringValue(TextOf(value));

    /// <summary>The line of an entry.</summary>
    public static string TextOf(SegmentEntry entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{entry.Name} {entry.Calls} {entry.Memories} {entry.Facts} {entry.Bytes} {entry.From.ToUnixTimeSeconds()} "
            + $"{entry.To.ToUnixTimeSeconds()} {(entry.IsKindCertain ? 1 : 0)} {Convert.ToBase64String(entry.Fingerprints)}");

    private static bool TryRead(string word, out int number)
        => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryReadTime(string word, out DateTimeOffset time)
    {
        time = default;
        if (!long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            || seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }
}
