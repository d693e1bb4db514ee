using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Elaoms.Core.Calls;

/// <summary>
/// Reads the envelope in one pass over the bytes and holds none of the rest, so that a payload of any size can be named and archived before anybody has learned to
/// read it.
/// </summary>
public static class PostCallEventReader
{
    /// <summary>The most bytes of a type or an id that are kept as they are; a longer one is named by its hash.</summary>
    public const int MaxTextLength = 1000;

    // The reader spends one bit per level, so depth costs nothing here: a payload too deep to learn from is still archived.
    private const int AnyDepth = int.MaxValue;

    /// <summary>Reads the envelope.</summary>
    /// <param name="utf8">The whole body.</param>
    /// <returns>The envelope, or null when the body is no JSON object.</returns>
    public static PostCallEvent? Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = AnyDepth });
        string? type = null;
        string? conversationId = null;
        double? timestamp = null;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;

            var inData = false;
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > 2)
                    continue;
                if (reader.CurrentDepth == 1)
                {
                    inData = IsNamed(ref reader, "data"u8);
                    if (IsNamed(ref reader, "type"u8))
                        type = ReadText(ref reader);
                    else if (IsNamed(ref reader, "event_timestamp"u8))
                        timestamp = ReadNumber(ref reader);
                }
                else if (inData && IsNamed(ref reader, "conversation_id"u8))
                {
                    conversationId = ReadText(ref reader);
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return new PostCallEvent(type, timestamp, conversationId);
    }

    private static bool IsNamed(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no text, and none of ours.
            return false;
        }
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            return null;

        // An overlong or invalid text must still tell one conversation from another, and the same one each time.
        var raw = reader.ValueSpan;
        if (raw.Length > MaxTextLength)
            return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(raw));
        if (reader.TokenType == JsonTokenType.Number)
            return Encoding.UTF8.GetString(raw);

        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            text = Encoding.UTF8.GetString(raw);
        }

        return text.Length == 0 ? null : text;
    }

    private static double? ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            return null;
        return Utf8Parser.TryParse(reader.ValueSpan, out double number, out var used) && used == reader.ValueSpan.Length && double.IsFinite(number) ? number : null;
    }
}
