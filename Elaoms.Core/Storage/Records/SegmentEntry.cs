using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Records;

/// <summary>What a record's head says of a segment.</summary>
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
