using System.Text.Json.Serialization;

namespace Elaoms.Core.Storage.Documents;

/// <summary>The vector of a memory.</summary>
/// <param name="Text">Stands for the text that it was made of.</param>
/// <param name="Vector">As <see cref="CompactVector"/> writes it; empty if the text has no vector, which is not tried again.</param>
public sealed record StoredVector([property: JsonPropertyName("t")] string Text, [property: JsonPropertyName("v")] byte[] Vector);
