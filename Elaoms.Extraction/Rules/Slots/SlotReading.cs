namespace Elaoms.Extraction.Rules.Slots;

/// <summary>A value that was read.</summary>
/// <param name="Value">The value in its stored form.</param>
/// <param name="Length">How many characters of the text it takes.</param>
internal sealed record SlotReading(string Value, int Length);
