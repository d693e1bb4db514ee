using System.Text.Json.Serialization;

namespace Elaoms.Core.Records.Facts;

/// <summary>Something that holds about the caller, however often it was said.</summary>
/// <param name="Key">The key it was last said under: the kind's, or the one the platform collected it by.</param>
/// <param name="Value">What is so, in the words it was last said in.</param>
/// <param name="Since">The start of the call that said so first.</param>
/// <param name="LastSaid">The start of the call that said so last.</param>
/// <param name="Count">How many times it was said.</param>
/// <param name="Source">What it rests on: where it was last said.</param>
/// <param name="Basis">Why it is believed: the best reason of all the times that it was said.</param>
public sealed record CurrentFact(
    string Key, string Value, DateTimeOffset Since, DateTimeOffset LastSaid, int Count, FactSource Source, FactBasis Basis)
{
    /// <summary>What kind of fact it is.</summary>
    [JsonIgnore]
    public FactKind Kind { get; } = FactKinds.Of(Key);

    /// <summary>How far it is to be believed.</summary>
    [JsonIgnore]
    public FactConfidence Confidence => Basis.Confidence();
}
