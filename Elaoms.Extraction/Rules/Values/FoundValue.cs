namespace Elaoms.Extraction.Rules.Values;

/// <summary>A value in its stored form, and where it is said.</summary>
/// <param name="Value">The value.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">The first character behind it.</param>
internal sealed record FoundValue(string Value, int Start, int End);
