namespace Elaoms.Cli;

/// <summary>Something the user of the program must put right; the message says what.</summary>
public sealed class CliException : Exception
{
    /// <summary>How the program ends: as not tried, unless it was.</summary>
    public int Code { get; init; } = ExitCode.Usage;

    /// <inheritdoc />
    public CliException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public CliException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <inheritdoc />
    public CliException()
    {
    }
}
