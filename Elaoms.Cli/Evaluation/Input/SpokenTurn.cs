namespace Elaoms.Cli.Evaluation.Input;

/// <summary>A turn of a transcript with words.</summary>
/// <param name="Position">0-based position in the transcript, as <c>Memory.Turn</c> counts.</param>
/// <param name="Role">The role as the transcript spells it.</param>
/// <param name="Text">The words as they came, before redaction.</param>
internal sealed record SpokenTurn(int Position, string Role, string Text)
{
    /// <summary>Whether the caller speaks.</summary>
    public bool IsCallers => Role == Core.Calls.Turn.UserRole;
}
