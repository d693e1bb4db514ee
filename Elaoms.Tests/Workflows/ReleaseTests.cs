using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Elaoms.Tests.Workflows;

/// <summary>A release is made for every system that is promised, and publishes only what was tried.</summary>
public sealed partial class ReleaseTests
{
    private static readonly Workflow Release = Workflow.Of("release");

    [Fact]
    public void Program_is_built_and_tried_on_each_system_it_is_for()
    {
        var program = Release["program"];
        var systems = ((YamlSequenceNode)program.Root["strategy"]["matrix"]["include"]).Cast<YamlMappingNode>()
            .Select(system => (Yaml.Text(system, "rid"), Yaml.Text(system, "runner")));

        Assert.Equal(
            [("linux-x64", "ubuntu-24.04"), ("linux-arm64", "ubuntu-24.04-arm"), ("win-x64", "windows-2025"), ("osx-arm64", "macos-15")],
            systems);
        Assert.True(program.PlaceOf("-p:PublishProfile=release") < program.PlaceOf("demo"));
    }

    [Fact]
    public void Program_is_one_file_that_needs_no_DotNet()
    {
        var profile = XDocument.Load(
            Path.Combine(ArchitectureTests.Root(), "Elaoms.Cli", "Properties", "PublishProfiles", "release.pubxml"));

        Assert.Equal("Release", profile.Descendants("Configuration").Single().Value);
        Assert.All(
            ["SelfContained", "PublishSingleFile", "PublishReadyToRun", "IncludeNativeLibrariesForSelfExtract"],
            property => Assert.Equal("true", profile.Descendants(property).Single().Value));
    }

    [Fact]
    public void Nothing_is_published_before_all_was_tried_and_nothing_without_a_tag()
    {
        Assert.Equal(["check", "program", "tool"], Release["image"].Needs);
        Assert.Equal(["check", "program", "tool", "image"], Release["release"].Needs);
        foreach (var job in Release.Jobs.Where(job => job.Permissions!.Values.Contains("write")))
            Assert.Equal("github.event_name == 'push' && github.ref_type == 'tag'", Yaml.Text(job.Root, "if"));
    }

    [Fact]
    public void Tests_run_and_tag_and_notes_are_checked_first()
    {
        var check = Release["check"];

        Assert.Equal(check.PlaceOf("!= \"v$VERSION\""), check.PlaceOf(".github/release-notes.sh \"$VERSION\""));
        Assert.True(check.PlaceOf(".github/release-notes.sh") < check.PlaceOf(".ci/run"));
        Assert.All(Release.Jobs.Where(job => job.Name != "check"), job => Assert.Contains("check", job.Needs));
    }

    [Fact]
    public void Changelog_has_sections_that_the_notes_are_taken_from()
    {
        var headings = File.ReadAllLines(Path.Combine(ArchitectureTests.Root(), "CHANGELOG.md"))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ToList();

        Assert.Equal("## [Unreleased]", headings[0]);
        Assert.All(headings.Skip(1), heading => Assert.Matches(ReleasedVersion, heading));
    }

    [GeneratedRegex(@"^## \[\d+\.\d+\.\d+(?:-[\w.]+)?\] - \d{4}-\d{2}-\d{2}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ReleasedVersion { get; }
}
