namespace Elaoms.Cli.Doctor;

/// <summary>How good or bad a finding is. The number is what the program ends with, as monitoring plugins do.</summary>
public enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Ok = 0,

    /// <summary>It works, and somebody should look at it; or it could not be looked at.</summary>
    Warning = 1,

    /// <summary>It does not work.</summary>
    Error = 2,
}
