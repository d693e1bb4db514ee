using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Documents;

/// <summary>The vectors of a caller's memories. Made of the record; they can be lost and made again.</summary>
public sealed record CallerVectors : IStoredDocument
{
    /// <inheritdoc />
    public static string Kind => "set of vectors";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>Which model of which server made them; those of another one say nothing to it.</summary>
    public required string Model { get; init; }

    /// <summary>The vectors, by the id of the memory.</summary>
    public IReadOnlyDictionary<string, StoredVector> Held { get; init; } = new Dictionary<string, StoredVector>(StringComparer.Ordinal);
}

/// <summary>The vector of a memory.</summary>
/// <param name="Text">Stands for the text that it was made of.</param>
/// <param name="Vector">As <see cref="CompactVector"/> writes it; empty if the text has no vector, which is not tried again.</param>
public sealed record StoredVector([property: JsonPropertyName("t")] string Text, [property: JsonPropertyName("v")] byte[] Vector);
