namespace Elaoms.Core.Calls;

/// <summary>What a payload says about one call, as far as ELAOMS learns from it. Nothing is added to it.</summary>
public sealed record Call
{
    /// <summary>Who the caller is, or why nobody is named.</summary>
    public required CallerIdentification CallerIdentification { get; init; }

    /// <summary>The caller, when one is named.</summary>
    public Caller? Caller { get; init; }

    /// <summary>The agent that took the call.</summary>
    public string? AgentId { get; init; }

    /// <summary>Who called whom, where the platform says.</summary>
    public CallDirection? Direction { get; init; }

    /// <summary>The platform's status: <c>done</c>, <c>failed</c> and so on.</summary>
    public string? Status { get; init; }

    /// <summary>When the call began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it lasted, in seconds.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>The platform's title of the call.</summary>
    public string? Title { get; init; }

    /// <summary>The platform's summary of the call.</summary>
    public string? Summary { get; init; }

    /// <summary>The language that was spoken, as the platform's code of it.</summary>
    public string? Language { get; init; }

    /// <summary>The platform's judgement: <c>success</c>, <c>failure</c> or <c>unknown</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>
    /// Whether what the call was about is still open: an evaluation criterion about that says so, else <see cref="Outcome"/> does.
    /// </summary>
    public bool IsUnresolved { get; init; }

    /// <summary>The turns of both sides that hold words, in order.</summary>
    public required IReadOnlyList<Turn> Turns { get; init; }

    /// <summary>What the platform collected, without empty values.</summary>
    public required IReadOnlyList<CollectedValue> Collected { get; init; }
}

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

/// <summary>One field that the platform's analysis collected from a call.</summary>
/// <param name="Key">The field's id as the agent's settings name it.</param>
/// <param name="Value">The value as text: of a string itself, of anything else its JSON.</param>
/// <param name="Rationale">The analysis' own reason; null when it gives none. It is read, but never stored.</param>
public sealed record CollectedValue(string Key, string Value, string? Rationale = null);

/// <summary>Who called whom.</summary>
public enum CallDirection
{
    /// <summary>The caller called the agent.</summary>
    Inbound,

    /// <summary>The agent called the caller.</summary>
    Outbound,
}

/// <summary>How directions are spelled on the wire.</summary>
internal static class CallDirections
{
    /// <summary>Reads a direction; null for anything else.</summary>
    public static CallDirection? Read(string? text) => text switch
    {
        "inbound" => CallDirection.Inbound,
        "outbound" => CallDirection.Outbound,
        _ => null,
    };
}
