using System.Text.RegularExpressions;
using Xunit;

namespace Elaoms.Tests;

/// <summary>What runs with the repository's rights is pinned, and has as few of them as it needs.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(ArchitectureTests.Root(), ".github", "workflows"), "*.yml").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_pins_its_actions_by_commit_and_starts_without_rights(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(ArchitectureTests.Root(), ".github", "workflows", name));

        Assert.Contains("permissions: {}", lines);
        Assert.All(lines.Where(line => line.Contains("uses:", StringComparison.Ordinal)), line => Assert.Matches(PinnedAction, line));
        Assert.DoesNotContain(lines, line => line.Contains("write-all", StringComparison.Ordinal) || line.Contains("pull_request_target", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PinnedAction { get; }
}
