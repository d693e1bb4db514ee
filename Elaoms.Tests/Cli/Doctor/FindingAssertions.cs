using Elaoms.Cli.Doctor;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>What is expected of a finding.</summary>
internal static class FindingAssertions
{
    public static void Is(this CheckResult finding, CheckStatus verdict, string what, string? remedy = null)
    {
        Assert.Equal((verdict, finding.What), (finding.Status, finding.What));
        Assert.Contains(what, finding.What, StringComparison.Ordinal);
        if (remedy is not null)
            Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    public static CheckResult Only(this IEnumerable<CheckResult> findings) => Assert.Single(findings);
}
