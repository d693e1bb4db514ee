using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elaoms.Core.Storage.Records;

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
        => writer.WriteStringValue(string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Name} {value.Calls} {value.Memories} {value.Facts} {value.Bytes} {value.From.ToUnixTimeSeconds()} "
                + $"{value.To.ToUnixTimeSeconds()} {(value.IsKindCertain ? 1 : 0)} {Convert.ToBase64String(value.Fingerprints)}"));

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
