namespace Elaoms.Cli.Doctor;

/// <summary>What a check has found. Holds no key, no number and nothing of a call.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Verdict">How good or bad it is.</param>
/// <param name="What">What was found, in a sentence or two.</param>
/// <param name="Remedy">What to do; null when there is nothing to do.</param>
internal sealed record Finding(string Subject, Verdict Verdict, string What, string? Remedy)
{
    public static Finding Ok(string subject, string what) => new(subject, Verdict.Ok, what, Remedy: null);

    public static Finding Warning(string subject, string what, string remedy) => new(subject, Verdict.Warning, what, remedy);

    public static Finding Error(string subject, string what, string remedy) => new(subject, Verdict.Error, what, remedy);

    /// <summary>It could not be looked at because of something that is found elsewhere.</summary>
    public static Finding Skipped(string subject, string because, string elsewhere) => Warning(subject, $"Not checked: {because}.", $"Mend what is said of {elsewhere}, and run this again.");
}
