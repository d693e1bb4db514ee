namespace Elaoms.Core.Calls;

/// <summary>Something one side said.</summary>
/// <param name="Position">0-based position in <c>data.transcript</c>, counting every entry, also those without text.</param>
/// <param name="Role"><see cref="UserRole"/>, <see cref="AgentRole"/>, or what the payload says instead.</param>
/// <param name="Text">What was said.</param>
/// <param name="SecondsIntoCall">When it was said, in seconds from the start of the call.</param>
public sealed record Turn(int Position, string Role, string Text, double SecondsIntoCall)
{
    /// <summary>The caller's role on the wire.</summary>
    public const string UserRole = "user";

    /// <summary>The agent's role on the wire.</summary>
    public const string AgentRole = "agent";
}
