namespace Elaoms.Cli.Evaluation.Input;

/// <summary>What a person marked in a dialogue.</summary>
/// <param name="Slot">The label's name, such as <c>email_address</c>.</param>
/// <param name="Value">The marked words.</param>
/// <param name="Turn">0-based position of the turn that holds them; null when the label names none.</param>
/// <param name="IsSecret">Whether they are to be kept nowhere.</param>
internal sealed record SlotLabel(string Slot, string Value, int? Turn, bool IsSecret);
