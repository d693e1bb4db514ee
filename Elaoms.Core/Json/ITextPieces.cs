namespace Elaoms.Core.Json;

/// <summary>Receives a JSON string in pieces.</summary>
internal interface ITextPieces
{
    /// <summary>Receives the next piece, still escaped. An escape may be split over two pieces.</summary>
    void Append(ReadOnlySpan<byte> text, bool isLast);
}
