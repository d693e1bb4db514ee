namespace Elaoms.Core.Calls;

/// <summary>One field that the platform's analysis collected from a call.</summary>
/// <param name="Key">The field's id as the agent's settings name it.</param>
/// <param name="Value">The value as text: of a string itself, of anything else its JSON.</param>
/// <param name="Rationale">Why the analysis says so, in its own words; null when it gives no reason. It is read, and stored nowhere.</param>
public sealed record CollectedValue(string Key, string Value, string? Rationale = null);
