namespace Elaoms.Cli.Doctor;

/// <summary>What a check has found. Holds no key, no number and nothing of a call.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Status">How good or bad it is.</param>
/// <param name="What">What was found, in a sentence or two.</param>
/// <param name="Remedy">What to do; null when there is nothing to do.</param>
internal sealed record CheckResult(string Subject, CheckStatus Status, string What, string? Remedy)
{
    public static CheckResult Ok(string subject, string what) => new(subject, CheckStatus.Ok, what, Remedy: null);

    public static CheckResult Warning(string subject, string what, string remedy) => new(subject, CheckStatus.Warning, what, remedy);

    public static CheckResult Error(string subject, string what, string remedy) => new(subject, CheckStatus.Error, what, remedy);

    /// <summary>It could not be looked at because of something that is found elsewhere.</summary>
    public static CheckResult Skipped(string subject, string because, string elsewhere)
        => Warning(subject, $"Not checked: {because}.", $"Fix the problem under {elsewhere}, then run elaoms doctor again.");
}

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
