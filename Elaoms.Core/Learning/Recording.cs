using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Elaoms.Core.Learning;

/// <summary>Takes the recording out of an audio payload, piece by piece.</summary>
internal static class Recording
{
    private const int PieceChars = 96 << 10;

    /// <summary>Decodes base64 text of JSON to a stream.</summary>
    /// <param name="audio">The JSON string.</param>
    /// <param name="destination">Takes the bytes.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FormatException">The text is no base64.</exception>
    public static async Task DecodeAsync(JsonElement audio, Stream destination, CancellationToken cancellationToken)
    {
        var unescaped = Unescaped(audio);
        var total = unescaped?.Length ?? Raw(audio).Length;
        var piece = ArrayPool<byte>.Shared.Rent(PieceChars);
        try
        {
            for (var at = 0; at < total; at += PieceChars)
            {
                var length = Math.Min(PieceChars, total - at);
                var text = (unescaped is null ? Raw(audio) : unescaped).Slice(at, length);
                var status = Base64.DecodeFromUtf8(text, piece, out var used, out var written, isFinalBlock: at + length == total);
                if (status != OperationStatus.Done || used != length)
                    throw new FormatException("The recording is no base64.");
                await destination.WriteAsync(piece.AsMemory(0, written), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static ReadOnlySpan<byte> Raw(JsonElement audio) => JsonMarshal.GetRawUtf8Value(audio)[1..^1];

    // Some writers escape the slash, and base64 may come in lines; only then is a copy needed.
    private static byte[]? Unescaped(JsonElement audio)
        => Raw(audio).ContainsAny("\\ "u8) ? Encoding.ASCII.GetBytes(string.Concat(audio.GetString()!.Where(c => !char.IsWhiteSpace(c)))) : null;
}
