namespace Elaoms.Cli.Scenarios;

/// <summary>A step of the scenario did not come out as it must; the message says which and how.</summary>
public sealed class ScenarioFailedException : Exception
{
    /// <summary>Makes one.</summary>
    public ScenarioFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public ScenarioFailedException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Makes one without a message.</summary>
    public ScenarioFailedException()
    {
    }
}
