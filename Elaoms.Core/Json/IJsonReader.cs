using System.Text.Json;

namespace Elaoms.Core.Json;

/// <summary>Receives what <see cref="JsonPieces"/> reads.</summary>
internal interface IJsonReader
{
    /// <summary>Receives a token.</summary>
    /// <param name="json">The reader, positioned at the token. It must not be advanced.</param>
    /// <param name="isLongText">Whether the token is an empty stand-in for a long string or name, whose pieces came before.</param>
    void Read(ref Utf8JsonReader json, bool isLongText);

    /// <summary>Receives a piece of a string or name that does not fit into the buffer, still escaped.</summary>
    void ReadLongText(ReadOnlySpan<byte> text, bool isLast);
}
