using System.Text.Json.Serialization;

namespace Elaoms.Core.Storage.Documents;

/// <summary>A memory as an engine holds it.</summary>
/// <param name="Text">Stands for the text that was given to it.</param>
/// <param name="Ids">The engine's ids, one per part of the text; none when there was nothing to hold.</param>
/// <param name="Refused">Why the engine doesn't hold it; null when it does. It is not tried again.</param>
public sealed record IndexedMemory(
    [property: JsonPropertyName("t")] string Text,
    [property: JsonPropertyName("ids")] IReadOnlyList<string> Ids,
    [property: JsonPropertyName("refused")] string? Refused = null);
