namespace Elaoms.Cli.Scenarios;

/// <summary>A step of the scenario did not come out as it must; the message says which and how.</summary>
public sealed class ScenarioFailedException : Exception
{
    /// <inheritdoc />
    public ScenarioFailedException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public ScenarioFailedException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <inheritdoc />
    public ScenarioFailedException()
    {
    }
}
