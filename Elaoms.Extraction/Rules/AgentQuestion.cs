using Elaoms.Extraction.Rules.Slots;

namespace Elaoms.Extraction.Rules;

/// <summary>A way in which agents ask for something.</summary>
/// <param name="Key">The kind of fact that an answer states.</param>
/// <param name="Slot">What an answer is.</param>
/// <param name="Rule">The words of the question.</param>
internal sealed record AgentQuestion(string Key, ISlot Slot, RuleLine Rule);
