namespace Elaoms.ElevenLabs.Api;

/// <summary>
/// A request to ElevenLabs' API failed. The message names the request and the reason in a sentence, and holds no key and nothing of a call.
/// </summary>
public sealed class ElevenLabsException : Exception
{
    /// <summary>Says what failed.</summary>
    /// <param name="fault">The kind of failure.</param>
    /// <param name="message">A sentence for a person.</param>
    /// <param name="cause">What it came from.</param>
    public ElevenLabsException(ElevenLabsFault fault, string message, Exception? cause = null)
        : base(message, cause)
        => Fault = fault;

    /// <inheritdoc />
    public ElevenLabsException()
    {
    }

    /// <inheritdoc />
    public ElevenLabsException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public ElevenLabsException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>The kind of failure.</summary>
    public ElevenLabsFault Fault { get; } = ElevenLabsFault.Unintelligible;

    /// <summary>The field that the API finds fault with, such as <c>body.tool_config.name</c>; null if it names none.</summary>
    public string? Field { get; init; }

    /// <summary>How long the API asks to wait; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the API refused the request before it did anything, so that even a creation may be sent again.</summary>
    public bool WasNotCarriedOut => Fault is ElevenLabsFault.Unreachable or ElevenLabsFault.TooManyAtOnce or ElevenLabsFault.Busy;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool MayPass => WasNotCarriedOut || Fault is ElevenLabsFault.ServerError or ElevenLabsFault.CutOff or ElevenLabsFault.TimedOut;
}
