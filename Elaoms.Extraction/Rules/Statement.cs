using Elaoms.Core.Records.Facts;

namespace Elaoms.Extraction.Rules;

/// <summary>Something that a turn of the caller states about them.</summary>
/// <param name="Key">The kind of fact.</param>
/// <param name="Value">What is so, or what is so no longer; empty for whatever was so.</param>
/// <param name="Ends">Whether it says that something holds no longer.</param>
/// <param name="Turn">The turn's position in the transcript.</param>
/// <param name="Start">Where the value begins in the turn's text.</param>
/// <param name="End">The first character behind it.</param>
/// <param name="Basis">Why it is believed.</param>
internal sealed record Statement(string Key, string Value, bool Ends, int Turn, int Start, int End, FactBasis Basis);
