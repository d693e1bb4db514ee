using Elaoms.Extraction.Rules.Slots;

namespace Elaoms.Extraction.Rules;

/// <summary>A place where a rule's words are.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Index">Where they begin.</param>
/// <param name="End">Where they end, with as much of the last slot as is a value.</param>
/// <param name="Values">What the slots hold, by name.</param>
/// <param name="LastSlot">The slot at the end; null when the rule ends otherwise.</param>
internal sealed record RuleMatch(RuleLine Rule, int Index, int End, Dictionary<string, string> Values, ISlot? LastSlot);
