namespace Elaoms.Core.Embeddings;

/// <summary>The vectors of a caller's memories. Made of the record; they can be lost and made again.</summary>
public sealed record CallerVectors
{
    /// <summary>Which model of which server made them; those of another one say nothing to it.</summary>
    public required string Model { get; init; }

    /// <summary>The vectors, by the id of the memory.</summary>
    public IReadOnlyDictionary<string, HeldVector> Held { get; init; } = new Dictionary<string, HeldVector>(StringComparer.Ordinal);
}
