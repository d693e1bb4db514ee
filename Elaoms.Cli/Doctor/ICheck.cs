namespace Elaoms.Cli.Doctor;

/// <summary>Looks at one subject. It may fail and may hang: <see cref="DoctorRunner"/> makes a finding of either.</summary>
internal interface ICheck
{
    /// <summary>What is looked at.</summary>
    string Subject { get; }

    /// <summary>How long it may take.</summary>
    TimeSpan Timeout { get; }

    /// <summary>What to do when it fails in a way that it does not know itself.</summary>
    string RemedyOfFault { get; }

    /// <summary>Looks.</summary>
    /// <returns>What was found, in the order in which it is to be read.</returns>
    IAsyncEnumerable<CheckResult> CheckAsync(CancellationToken cancellationToken);
}
