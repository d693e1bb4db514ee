using System.Text.Json.Serialization;

namespace Elaoms.Core.Records.Facts;

/// <summary>Something said about the caller: what is or was so, or what is so no longer. Facts are superseded, never overwritten.</summary>
/// <param name="Key">What it is about, in lower case with underscores; see <see cref="FactKinds"/>.</param>
/// <param name="Value">What is so; what is so no longer, when it <paramref name="Ends"/> something; then empty for whatever was so.</param>
/// <param name="ValidFrom">The start of the call that said so.</param>
/// <param name="ValidTo">The start of the call that said otherwise; null while it holds.</param>
/// <param name="Source">What it rests on.</param>
/// <param name="Ends">Whether it says that something holds no longer. Such a fact never holds itself.</param>
/// <param name="Basis">Why it is believed; null in older records, which did not store this. <see cref="Grounds"/> is never null.</param>
public sealed record Fact(
    string Key,
    string Value,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidTo,
    FactSource Source,
    bool Ends = false,
    FactBasis? Basis = null)
{
    /// <summary>
    /// Why it is believed. Facts stored without a reason are believed if the caller said them, until the call is learned again.
    /// </summary>
    [JsonIgnore]
    public FactBasis Grounds => Basis ?? (Source.Kind == FactSource.Statement ? FactBasis.SelfIdentified : FactBasis.Unsupported);

    /// <summary>
    /// The confidence of this fact alone. Other facts of the record may lower it: see <see cref="CurrentFact.Confidence"/>.
    /// </summary>
    [JsonIgnore]
    public FactConfidence Confidence => Grounds.Confidence();
}
