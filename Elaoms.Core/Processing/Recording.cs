using System.Buffers.Text;
using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Processing;

/// <summary>Extracts the recording of an audio payload in one pass. A payload of any size needs only a few buffers.</summary>
internal sealed class Recording : ITextPieces, IDisposable
{
    private const int PieceBytes = 32 << 10;
    private const int QuartetLength = 4;
    private const int HexDigitsOfEscape = 4;

    // Base64 that is not decoded yet. The last quartet waits, since only the end of the text may be padded.
    private readonly byte[] _text = ArrayPool<byte>.Shared.Rent(PieceBytes);
    private readonly ArrayBufferWriter<byte> _decoded = new(PieceBytes);
    private int _length;
    private bool _isComplete;
    private bool _isBroken;
    private bool _inEscape;
    private int _hexDigits;
    private int _code;

    private Recording()
    {
    }

    /// <summary>Copies the recording of a payload and checks the payload's hash.</summary>
    /// <param name="payload">The payload's name, which holds the hash.</param>
    /// <param name="content">The payload's bytes.</param>
    /// <param name="destination">
    /// Receives the recording. Its content is valid only if the result is <see cref="RecordingResult.Copied"/>.
    /// </param>
    public static async Task<RecordingResult> CopyAsync(
        PayloadName payload, Stream content, Stream destination, CancellationToken cancellationToken)
    {
        using var recording = new Recording();
        using var reader = new PostCallEventReader(recording);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            var isJson = true;
            int read;
            while ((read = await content.ReadAsync(piece.AsMemory(0, PieceBytes), cancellationToken)) > 0)
            {
                hash.AppendData(piece, 0, read);
                isJson = isJson && reader.TryAppend(piece.AsSpan(0, read));
                await recording.WriteAsync(destination, cancellationToken);
            }

            var received = isJson ? reader.Finish() : null;
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != payload.BodyHash)
                return RecordingResult.Damaged;
            if (received is null)
                return RecordingResult.NoJsonObject;
            return received.Type == PostCallEventType.Audio ? recording.Result : RecordingResult.OtherEvent;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }
    }

    private RecordingResult Result
        => _isBroken ? RecordingResult.NoBase64 : _isComplete ? RecordingResult.Copied : RecordingResult.NoRecording;

    /// <inheritdoc />
    public void Dispose() => ArrayPool<byte>.Shared.Return(_text, clearArray: true);

    /// <inheritdoc />
    public void Append(ReadOnlySpan<byte> text, bool isLast)
    {
        // A second recording makes the payload ambiguous.
        _isBroken |= _isComplete;
        while (!text.IsEmpty && !_isBroken)
            text = text[Take(text)..];
        if (!isLast)
            return;
        Decode(isLast: true);
        _isComplete = true;
    }

    private async ValueTask WriteAsync(Stream destination, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(_decoded.WrittenMemory, cancellationToken);
        _decoded.ResetWrittenCount();
    }

    // Some writers escape the slash and the plus, and base64 may come in lines.
    private int Take(ReadOnlySpan<byte> text)
    {
        if (_inEscape)
        {
            TakeEscaped(text[0]);
            return 1;
        }

        var plain = text.IndexOfAny("\\ "u8);
        if (plain < 0)
            plain = text.Length;
        if (plain > 0)
        {
            var taken = Math.Min(plain, PieceBytes - _length);
            text[..taken].CopyTo(_text.AsSpan(_length));
            _length += taken;
            if (_length == PieceBytes)
                Decode(isLast: false);
            return taken;
        }

        _inEscape = text[0] == '\\';
        return 1;
    }

    private void TakeEscaped(byte next)
    {
        if (_hexDigits > 0)
        {
            _code = (_code << 4) | int.Parse([(char)next], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            _hexDigits--;
            if (_hexDigits == 0)
                TakeUnescaped((char)_code);
            return;
        }

        switch ((char)next)
        {
            case 'u':
                (_hexDigits, _code) = (HexDigitsOfEscape, 0);
                break;
            case 'n' or 'r' or 't' or 'f':
                TakeUnescaped(' ');
                break;
            case 'b':
                TakeUnescaped('\b');
                break;
            default:
                TakeUnescaped((char)next);
                break;
        }
    }

    private void TakeUnescaped(char character)
    {
        _inEscape = false;
        if (char.IsWhiteSpace(character))
            return;
        // Decoding refuses what is no base64.
        _text[_length++] = char.IsAscii(character) ? (byte)character : (byte)'?';
        if (_length == PieceBytes)
            Decode(isLast: false);
    }

    private void Decode(bool isLast)
    {
        var length = isLast ? _length : (_length - 1) / QuartetLength * QuartetLength;
        var status = Base64.DecodeFromUtf8(
            _text.AsSpan(0, length),
            _decoded.GetSpan(Base64.GetMaxDecodedFromUtf8Length(length)),
            out _,
            out var written,
            isFinalBlock: isLast);
        _isBroken |= status != OperationStatus.Done;
        _decoded.Advance(written);
        _text.AsSpan(length, _length - length).CopyTo(_text);
        _length -= length;
    }
}

/// <summary>What became of a recording.</summary>
internal enum RecordingResult
{
    /// <summary>All of it was copied.</summary>
    Copied,

    /// <summary>The payload's content does not fit its name.</summary>
    Damaged,

    /// <summary>The payload is no JSON object.</summary>
    NoJsonObject,

    /// <summary>The payload is an event of another type.</summary>
    OtherEvent,

    /// <summary>The payload has no recording where one belongs.</summary>
    NoRecording,

    /// <summary>The recording is no base64, or there are two.</summary>
    NoBase64,
}
