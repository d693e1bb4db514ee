using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Elaoms.Core.Json;

namespace Elaoms.Core.Calls;

/// <summary>
/// Reads the envelope in one pass over the bytes and keeps nothing else, so a payload of any size can be named and archived before it
/// is learned.
/// </summary>
public sealed class PostCallEventReader : IJsonReader, IDisposable
{
    /// <summary>The most bytes of a type or an id that are kept as they are; a longer one is named by its hash.</summary>
    public const int MaxTextLength = 1000;

    private readonly JsonPieces _json;
    private readonly ITextPieces? _recording;
    private IncrementalHash? _longText;
    private Field _awaited;
    private bool _begun;
    private bool _inData;
    private string? _type;
    private string? _conversationId;
    private double? _timestamp;

    /// <summary>Begins to read a body that comes in pieces.</summary>
    /// <param name="recording">Receives the string <c>data.full_audio</c>; null to skip it.</param>
    internal PostCallEventReader(ITextPieces? recording = null)
    {
        _recording = recording;
        _json = new JsonPieces(this);
    }

    private enum Field
    {
        None,
        Type,
        Timestamp,
        ConversationId,
        Recording,
    }

    /// <summary>Reads the envelope of a body that is all there.</summary>
    /// <param name="utf8">The whole body.</param>
    /// <returns>The envelope, or null when the body is no JSON object.</returns>
    public static PostCallEvent? Read(ReadOnlySpan<byte> utf8)
    {
        using var reader = new PostCallEventReader();
        return reader.TryAppend(utf8) ? reader.Finish() : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _json.Dispose();
        _longText?.Dispose();
    }

    /// <inheritdoc />
    void IJsonReader.Read(ref Utf8JsonReader json, bool isLongText)
    {
        if (!_begun && json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The body is not an object.");
        _begun = true;
        if (json.TokenType == JsonTokenType.PropertyName)
        {
            _awaited = FieldOf(ref json);
            return;
        }

        var field = _awaited;
        _awaited = Field.None;
        switch (field)
        {
            case Field.Type:
                _type = ReadText(ref json, isLongText);
                break;
            case Field.ConversationId:
                _conversationId = ReadText(ref json, isLongText);
                break;
            case Field.Timestamp:
                _timestamp = ReadNumber(ref json, isLongText);
                break;
            case Field.Recording when json.TokenType == JsonTokenType.String && !isLongText:
                _recording!.Append(json.ValueSpan, isLast: true);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc />
    void IJsonReader.ReadLongText(ReadOnlySpan<byte> text, bool isLast)
    {
        if (_awaited == Field.Recording)
            _recording!.Append(text, isLast);
        else if (_awaited != Field.None)
            (_longText ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256)).AppendData(text);
    }

    /// <summary>Reads the next piece.</summary>
    /// <returns>False when this is no JSON object.</returns>
    internal bool TryAppend(ReadOnlySpan<byte> piece)
    {
        try
        {
            _json.Append(piece);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Ends the reading. Returns the envelope, or null when the body is no JSON object.</summary>
    internal PostCallEvent? Finish()
    {
        try
        {
            _json.Finish();
            return new PostCallEvent(_type, _timestamp, _conversationId);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Field FieldOf(ref Utf8JsonReader json)
    {
        switch (json.CurrentDepth)
        {
            case 1:
                _inData = NameIs(ref json, "data"u8);
                return NameIs(ref json, "type"u8) ? Field.Type
                    : NameIs(ref json, "event_timestamp"u8) ? Field.Timestamp
                    : Field.None;
            case 2 when _inData:
                return NameIs(ref json, "conversation_id"u8) ? Field.ConversationId
                    : _recording is not null && NameIs(ref json, "full_audio"u8) ? Field.Recording
                    : Field.None;
            default:
                return Field.None;
        }
    }

    private static bool NameIs(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        try
        {
            return json.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // A name that holds half a surrogate pair can't be read as text, and is none of ours.
            return false;
        }
    }

    private string? ReadText(ref Utf8JsonReader json, bool isLongText)
    {
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            return null;

        // An overlong or invalid text must still tell one conversation from another, and the same one each time.
        if (isLongText)
            return Named(_longText!.GetHashAndReset());
        var raw = json.ValueSpan;
        if (raw.Length > MaxTextLength)
            return Named(SHA256.HashData(raw));
        if (json.TokenType == JsonTokenType.Number)
            return Encoding.UTF8.GetString(raw);

        string text;
        try
        {
            text = json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            text = Encoding.UTF8.GetString(raw);
        }

        return text.Length == 0 ? null : text;
    }

    private double? ReadNumber(ref Utf8JsonReader json, bool isLongText)
    {
        if (isLongText)
            _longText!.GetHashAndReset();
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            return null;
        return Utf8Parser.TryParse(json.ValueSpan, out double number, out var used)
            && used == json.ValueSpan.Length
            && double.IsFinite(number)
            ? number
            : null;
    }

    private static string Named(byte[] hash) => "sha256:" + Convert.ToHexStringLower(hash);
}
