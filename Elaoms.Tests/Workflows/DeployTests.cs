using System.Text.RegularExpressions;
using Elaoms.Core.Settings;
using Xunit;

namespace Elaoms.Tests.Workflows;

/// <summary>A deployment looks before it changes anything, proves what came of it, and lets no key into the log.</summary>
public sealed partial class DeployTests
{
    private static readonly Workflow Deploy = Workflow.Of("deploy");

    [Fact]
    public void What_would_change_is_shown_before_anything_does()
    {
        Assert.Contains("azd provision --preview", Deploy["preview"].Steps[^1].Run, StringComparison.Ordinal);
        Assert.Contains("$GITHUB_STEP_SUMMARY", Deploy["preview"].Steps[^1].Run, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Deploy["preview"].Steps,
            step => step.Run.Contains("azd deploy", StringComparison.Ordinal) || step.Run.Contains("azd up", StringComparison.Ordinal));
        Assert.Equal(["preview"], Deploy["deploy"].Needs);
    }

    [Fact]
    public void What_was_deployed_is_made_then_published_then_tried()
    {
        var job = Deploy["deploy"];
        string[] order =
        [
            "azd auth login", ".github/azd-environment.sh", "azd provision --no-prompt", "azd deploy --no-prompt", "/health/ready",
            "-- doctor --url", "-- smoke --url",
        ];

        var places = order.Select(job.PlaceOf).ToList();

        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void Every_job_waits_for_the_reviewers_of_its_environment_and_none_is_cut_short()
    {
        Assert.Equal("${{ inputs.environment }}", Yaml.Text(Deploy["preview"].Root, "environment"));
        Assert.Equal("${{ inputs.environment }}", Yaml.Map(Deploy["deploy"].Root, "environment")!["name"]);
        Assert.Equal("deploy-${{ inputs.environment }}", Yaml.Map(Deploy.Root, "concurrency")!["group"]);
        Assert.Equal("false", Yaml.Map(Deploy.Root, "concurrency")!["cancel-in-progress"]);
    }

    [Fact]
    public void Keys_of_the_vault_are_masked_before_they_are_used_and_printed_nowhere()
    {
        var step = Deploy["deploy"].Steps[Deploy["deploy"].PlaceOf("az keyvault secret show")];
        var lines = step.Run.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        var masked = Array.IndexOf(lines, "echo \"::add-mask::$key\"");
        var exported = Array.IndexOf(lines, "export \"$setting=$value\"");
        var used = lines.Index().First(line => line.Item.Contains("-- smoke", StringComparison.Ordinal)).Index;

        Assert.True(masked > 0 && masked < exported && exported < used);
        Assert.Equal(
            ["for key in \"$value\" ${value//,/ }; do", lines[masked], lines[exported]],
            lines.Where(line => KeyInScript.IsMatch(line)));
    }

    [Fact]
    public void Keys_are_those_that_a_client_needs()
    {
        var script = Deploy["deploy"].Steps[Deploy["deploy"].PlaceOf("az keyvault secret show")].Run;

        Assert.Equal(
            [SettingNames.PostCallKey, SettingNames.ClientDataKey, SettingNames.SearchDataKey],
            SettingInScript.Matches(script).Select(match => match.Value));
    }

    [GeneratedRegex(@"\$\{?(?:value|key)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex KeyInScript { get; }

    [GeneratedRegex("[A-Z]+(?:_[A-Z]+)*_KEY\\b(?!_)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SettingInScript { get; }
}
