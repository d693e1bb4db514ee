namespace Elaoms.Core.Calls;

/// <summary>One field that the platform's analysis collected from a call.</summary>
/// <param name="Key">The field's id as the agent's settings name it.</param>
/// <param name="Value">The value as text: of a string itself, of anything else its JSON.</param>
/// <param name="Rationale">The analysis' own reason; null when it gives none. It is read, but never stored.</param>
public sealed record CollectedValue(string Key, string Value, string? Rationale = null);
