namespace Elaoms.Cli;

/// <summary>How the program ends.</summary>
public static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>It was tried and failed.</summary>
    public const int Failure = 1;

    /// <summary>It was not tried: the arguments or settings are wrong.</summary>
    public const int Usage = 2;

    /// <summary>It was interrupted, as by Ctrl+C: the number that shells give it.</summary>
    public const int Interrupted = 130;
}
