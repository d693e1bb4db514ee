namespace Elaoms.ElevenLabs.Connect;

/// <summary>Connecting can't go on; the message says why and what to do.</summary>
public sealed class ConnectException : Exception
{
    /// <inheritdoc />
    public ConnectException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public ConnectException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <inheritdoc />
    public ConnectException()
    {
    }
}
