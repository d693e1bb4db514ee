using System.Buffers;
using System.Text.Json;

namespace Elaoms.Core.Json;

/// <summary>
/// Reads a JSON value of any length and depth in pieces, with one buffer. A string that does not fit into the buffer is passed on in pieces
/// and then read as an empty string, so a recording needs no more memory than a greeting.
/// </summary>
/// <param name="reader">Receives the tokens and the pieces.</param>
/// <param name="shortened">Receives the JSON text with empty strings in place of the long ones; null for none.</param>
internal sealed class JsonPieces(IJsonReader reader, IBufferWriter<byte>? shortened = null) : IDisposable
{
    /// <summary>The longest token that is read whole, in bytes.</summary>
    public const int BufferBytes = 64 << 10;

    // Control characters, the end of a string, and the beginning of an escape.
    private static readonly SearchValues<byte> Special =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (byte)code), (byte)'"', (byte)'\\']);

    // The reader spends one bit per level, so depth costs nothing here.
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = int.MaxValue });
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _buffered;
    private bool _begun;
    private bool _inLongText;
    private bool _afterLongText;

    // How many characters of an escape are missing: 5 after the backslash, 4 to 1 while its digits come.
    private int _escape;

    /// <summary>Reads the next piece.</summary>
    /// <exception cref="JsonException">This is no JSON.</exception>
    public void Append(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            if (_inLongText)
            {
                piece = piece[ReadLongText(piece)..];
                continue;
            }

            var taken = Math.Min(piece.Length, _buffer.Length - _buffered);
            piece[..taken].CopyTo(_buffer.AsSpan(_buffered));
            _buffered += taken;
            piece = piece[taken..];
            ReadTokens(isLast: false);
            if (_buffered == _buffer.Length)
                MakeRoom();
        }
    }

    /// <summary>Ends the reading. No piece may follow.</summary>
    /// <exception cref="JsonException">Something is missing.</exception>
    public void Finish()
    {
        if (_inLongText)
            throw new JsonException("A string has no end.");
        ReadTokens(isLast: true);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    private void ReadTokens(bool isLast)
    {
        if (!TryBegin(isLast))
            return;
        var text = _buffer.AsSpan(0, _buffered);
        var json = new Utf8JsonReader(text, isLast, _state);
        while (json.Read())
        {
            reader.Read(ref json, _afterLongText);
            _afterLongText = false;
        }

        _state = json.CurrentState;
        var read = (int)json.BytesConsumed;
        shortened?.Write(text[..read]);
        text[read..].CopyTo(text);
        _buffered -= read;
    }

    private bool TryBegin(bool isLast)
    {
        if (_begun)
            return true;
        var mark = "\uFEFF"u8;
        if (_buffered < mark.Length && !isLast)
            return false;
        _begun = true;
        if (_buffer.AsSpan(0, _buffered).StartsWith(mark))
        {
            _buffer.AsSpan(mark.Length, _buffered - mark.Length).CopyTo(_buffer);
            _buffered -= mark.Length;
        }

        return true;
    }

    // The buffer is full of one token that has no end yet.
    private void MakeRoom()
    {
        var start = _buffer.AsSpan(0, _buffered).IndexOfAnyExcept(" \t\r\n,"u8);
        if (start < 0 || _buffer[start] != '"' || HasEnd(_buffer.AsSpan(start + 1, _buffered - start - 1)))
        {
            // A number or white space of this length is valid JSON, though nobody sends it.
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _buffered).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = larger;
            return;
        }

        var beginning = _buffer.AsSpan(start + 1, _buffered - start - 1).ToArray();
        _buffered = start + 1;
        _inLongText = true;
        Append(beginning);
    }

    private static bool HasEnd(ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var at)
        {
            if (text[at] == '"')
                return true;
            text = text[Math.Min(at + 2, text.Length)..];
        }

        return false;
    }

    /// <returns>How many bytes of the piece belong to the string, its final quotation mark included.</returns>
    private int ReadLongText(ReadOnlySpan<byte> piece)
    {
        for (var at = 0; at < piece.Length; at++)
        {
            if (_escape > 0)
            {
                ReadEscape(piece[at]);
                continue;
            }

            var next = piece[at..].IndexOfAny(Special);
            if (next < 0)
                break;
            at += next;
            switch (piece[at])
            {
                case (byte)'"':
                    reader.ReadLongText(piece[..at], isLast: true);
                    (_inLongText, _afterLongText) = (false, true);
                    // The buffer ends with the opening quotation mark. This makes it an empty string.
                    _buffer[_buffered++] = (byte)'"';
                    return at + 1;
                case (byte)'\\':
                    _escape = 5;
                    break;
                default:
                    throw new JsonException("A string contains a control character.");
            }
        }

        reader.ReadLongText(piece, isLast: false);
        return piece.Length;
    }

    private void ReadEscape(byte next)
    {
        var isValid = _escape == 5 ? "\"\\/bfnrtu"u8.Contains(next) : char.IsAsciiHexDigit((char)next);
        if (!isValid)
            throw new JsonException("A string contains an invalid escape.");
        _escape = _escape == 5 && next != 'u' ? 0 : _escape - 1;
    }
}
