using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Elaoms.Tests.Workflows;

/// <summary>What runs with the repository's rights is pinned, has as few of them as it needs, and names what is there.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Root = ArchitectureTests.Root();

    public static TheoryData<string> Workflows { get; } = [.. Workflow.Names];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_pins_its_actions_by_commit_and_starts_without_rights(string name)
    {
        var lines = Workflow.Of(name).Text.Split('\n', StringSplitOptions.TrimEntries);

        Assert.Contains("permissions: {}", lines);
        Assert.All(lines.Where(line => line.Contains("uses:", StringComparison.Ordinal)), line => Assert.Matches(PinnedAction, line));
        Assert.DoesNotContain(
            lines,
            line => line.Contains("write-all", StringComparison.Ordinal) || line.Contains("pull_request_target", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Job_says_what_it_may_and_how_long_and_keeps_no_token_on_disk(string name)
    {
        var workflow = Workflow.Of(name);

        Assert.NotNull(Yaml.Map(workflow.Root, "concurrency"));
        foreach (var job in workflow.Jobs)
        {
            Assert.NotNull(job.Permissions);
            Assert.True(int.Parse(Yaml.Text(job.Root, "timeout-minutes")!, System.Globalization.CultureInfo.InvariantCulture) <= 90);
            Assert.All(
                job.Steps.Where(step => step.Uses.StartsWith("actions/checkout@", StringComparison.Ordinal)),
                step => Assert.Equal("false", step.With["persist-credentials"]));
        }
    }

    [Fact]
    public void Only_these_jobs_may_write_anything()
    {
        var rights = Workflow.All.SelectMany(workflow => workflow.Jobs.SelectMany(job =>
            job.Permissions!.Where(right => right.Value == "write").Select(right => $"{workflow.Name}/{job.Name}: {right.Key}")));

        Assert.Equal(
            [
                "codeql/analyze: security-events",
                "deploy/deploy: id-token",
                "deploy/preview: id-token",
                "release/image: attestations",
                "release/image: id-token",
                "release/image: packages",
                "release/release: attestations",
                "release/release: contents",
                "release/release: id-token",
            ],
            rights.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Job_that_may_write_to_the_repository_runs_nothing_of_it()
        => Assert.All(
            Workflow.All.SelectMany(workflow => workflow.Jobs).Where(job => job.Permissions!.GetValueOrDefault("contents") == "write"),
            job => Assert.DoesNotContain(job.Steps, step => step.Uses.StartsWith("actions/checkout@", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Script_takes_what_others_can_write_from_the_environment_only(string name)
        => Assert.All(
            Workflow.Of(name).Jobs.SelectMany(job => job.Steps), step => Assert.DoesNotContain("${{", step.Run, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_needs_no_stored_secret(string name)
        => Assert.DoesNotContain("secrets.", Workflow.Of(name).Text, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_names_files_that_are_there(string name) => AssertThere(Workflow.Of(name).Text);

    [Theory]
    [InlineData(".github/azd-environment.sh")]
    [InlineData(".github/release-notes.sh")]
    public void Script_names_files_that_are_there(string path) => AssertThere(File.ReadAllText(Path.Combine(Root, path)));

    [Fact]
    public void Azurite_and_the_Functions_host_are_of_one_version_everywhere()
    {
        var package = Directory.EnumerateDirectories(Path.Combine(Root, "Elaoms.EndToEnd"))
            .Select(folder => Path.Combine(folder, "package.json")).Single(File.Exists);
        var tests = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(package)).GetProperty("dependencies")
            .GetProperty("azurite").GetString();
        using var devcontainer = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Root, ".devcontainer", "devcontainer.json")),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var container = devcontainer.RootElement.GetProperty("postCreateCommand").GetString()!;
        var installed = Workflow.Of("ci").Jobs.SelectMany(job => job.Steps).Select(step => step.Run)
            .Single(run => run.Contains("npm install --global", StringComparison.Ordinal));

        Assert.Equal(Versions(installed), Versions(container));
        Assert.Contains($"azurite@{tests}", Versions(installed));
    }

    [Fact]
    public void Dependabot_looks_into_folders_that_are_there()
    {
        var updates = ((YamlSequenceNode)Yaml.Parse(File.ReadAllText(Path.Combine(Root, ".github", "dependabot.yml")))["updates"])
            .Cast<YamlMappingNode>().ToList();
        var folders = updates.ToDictionary(
            update => Yaml.Text(update, "package-ecosystem")!,
            update => Path.Combine(Root, Yaml.Text(update, "directory")!.TrimStart('/')),
            StringComparer.Ordinal);

        Assert.All(folders.Values, folder => Assert.True(Directory.Exists(folder), folder));
        Assert.True(File.Exists(Path.Combine(folders["npm"], "package.json")));
        Assert.Contains("nuget", folders.Keys);
        Assert.Contains("github-actions", folders.Keys);
    }

    private static void AssertThere(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#'));
        var paths = lines.SelectMany(line => PathOfOurs.Matches(line)).Select(match => match.Value)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal));

        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Root, path)), path));
    }

    private static IEnumerable<string> Versions(string command)
        => NpmPackage.Matches(command).Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PinnedAction { get; }

    // What looks like a path and is one: from a folder of the root, or a file in it.
    [GeneratedRegex(
        @"(?<![\w/.-])(?:(?:\.ci|\.config|\.devcontainer|\.github|docs|infra)/[\w./-]*[\w-]|"
            + @"Elaoms\.\w+(?:/[\w./-]*[\w-])?|(?:CHANGELOG|README)\.md|Directory\.Build\.props|global\.json"
            + @"|compose\.yaml|LICENSE|\.env\.example|local\.settings\.example\.json)(?![\w/-])",
        RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex PathOfOurs { get; }

    [GeneratedRegex(@"[\w-]+@\d+\.\d+\.\d+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NpmPackage { get; }
}
