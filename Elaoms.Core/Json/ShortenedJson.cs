using System.Buffers;
using System.Text.Json;

namespace Elaoms.Core.Json;

/// <summary>Reads JSON without its long strings, such as recordings.</summary>
internal sealed class ShortenedJson : IJsonReader
{
    private const int PieceBytes = 32 << 10;

    private ShortenedJson()
    {
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <returns>
    /// The same JSON, with an empty string for each one longer than <see cref="JsonPieces.BufferBytes"/>; null when it is no JSON.
    /// </returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        var shortened = new ArrayBufferWriter<byte>();
        using var json = new JsonPieces(new ShortenedJson(), shortened);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            int read;
            while ((read = await content.ReadAsync(piece, cancellationToken)) > 0)
                json.Append(piece.AsSpan(0, read));
            json.Finish();
            return shortened.WrittenMemory;
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }
    }

    /// <inheritdoc />
    public void Read(ref Utf8JsonReader json, bool isLongText)
    {
        // JsonPieces writes the text itself.
    }

    /// <inheritdoc />
    public void ReadLongText(ReadOnlySpan<byte> text, bool isLast)
    {
        // Left out.
    }
}
