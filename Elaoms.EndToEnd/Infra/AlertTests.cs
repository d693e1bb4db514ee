using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Xunit;

namespace Elaoms.EndToEnd.Infra;

/// <summary>
/// The alerts: searches that Azure can run, over what the app measures, under the names by which the runbook tells what to do.
/// </summary>
[LongRunning]
public sealed partial class AlertTests
{
    private static readonly string Runbook = File.ReadAllText(Path.Combine(ArchitectureTests.Root(), "docs", "operations.md"));

    [Fact]
    public async Task Queries_are_understood_by_Log_Analytics()
    {
        var queries = Queries(await Deployments.Full.Value);
        var understood = await Finished.RunAsync("node", ["kusto.cjs"], BuildFolders.Node, JsonSerializer.Serialize(queries));

        Assert.Equal(15, queries.Count);
        Assert.All(JsonSerializer.Deserialize<Dictionary<string, string[]>>(understood.Output)!, query => Assert.Empty(query.Value));
    }

    [Fact]
    public async Task Windows_overlap_so_that_nothing_that_arrives_late_falls_between_two_looks()
    {
        Assert.All(Rules(await Deployments.Full.Value), rule =>
            Assert.True(
                XmlConvert.ToTimeSpan(rule.Text("windowSize")!) >= 2 * XmlConvert.ToTimeSpan(rule.Text("evaluationFrequency")!),
                rule.Name));
    }

    [Fact]
    public async Task Query_that_is_wrong_is_seen()
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["column"] = "AppMetrics | where Value > 1",
            ["function"] = "AppMetrics | summarize p96(Sum)",
            ["table"] = "Metrics | count",
        };

        var understood = await Finished.RunAsync("node", ["kusto.cjs"], BuildFolders.Node, JsonSerializer.Serialize(wrong));

        Assert.All(JsonSerializer.Deserialize<Dictionary<string, string[]>>(understood.Output)!, query => Assert.NotEmpty(query.Value));
    }

    [Fact]
    public async Task Queries_look_for_what_the_app_sends()
    {
        // The tables of the runbook are held to the code by a test of their own.
        var sent = Written.Matches(Runbook).Select(match => match.Groups["text"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.All(Queries(await Deployments.Full.Value), query =>
        {
            var named = Quoted.Matches(query.Value).Select(match => match.Groups["text"].Value).ToList();
            Assert.NotEmpty(named);
            Assert.All(named, text => Assert.Contains(text, sent));
        });
    }

    [Fact]
    public async Task Every_alert_is_in_the_runbook()
    {
        // The rows of the table, without its head.
        var described = Runbook.ReplaceLineEndings("\n").Split("## Alerts worth having")[1].Split("\n\n")
            .First(part => part.StartsWith("| alert |", StringComparison.Ordinal))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(row => row.Split('|')[1].Trim());

        Assert.Equal(described.Order(StringComparer.Ordinal), Queries(await Deployments.Full.Value).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Alerts_are_about_what_is_there_and_go_to_whom_was_chosen()
    {
        var (plain, full) = (await Deployments.Plain.Value, await Deployments.Full.Value);

        Assert.Equal(
            ["OpenMemory fails", "embeddings fail", "lost calls", "not reconciled", "webhook switched off"],
            Queries(full).Keys.Except(Queries(plain).Keys).Order(StringComparer.Ordinal));
        Assert.Empty(plain.Of("Microsoft.Insights/actionGroups"));
        Assert.Equal("on-call@example.com", full.Of("Microsoft.Insights/actionGroups").Single()
            .Property("emailReceivers")!.Value[0].GetProperty("emailAddress").GetString());
        Assert.All(Rules(plain), rule => Assert.Equal(0, rule.Property("actions.actionGroups")!.Value.GetArrayLength()));
        Assert.All(Rules(full), rule => Assert.Equal(1, rule.Property("actions.actionGroups")!.Value.GetArrayLength()));
        Assert.All(Rules(full), rule => Assert.True(rule.Property("enabled")!.Value.GetBoolean()));
        Assert.Equal(["elaoms webhook silence"], Rules(await Deployments.Of(new() { ["alertSilenceHours"] = "0" }).Value)
            .Where(rule => !rule.Property("enabled")!.Value.GetBoolean()).Select(rule => rule.Name));
        Assert.Contains(
            "ago(6h)",
            Queries(await Deployments.Of(new() { ["alertSilenceHours"] = "6" }).Value)["webhook silence"],
            StringComparison.Ordinal);
    }

    private static IReadOnlyList<Deployment.Resource> Rules(Deployment deployment)
        => deployment.Of("Microsoft.Insights/scheduledQueryRules");

    private static Dictionary<string, string> Queries(Deployment deployment)
        => Rules(deployment).ToDictionary(
            rule => rule.Name["elaoms ".Length..],
            rule => rule.Property("criteria.allOf")!.Value[0].GetProperty("query").GetString()!,
            StringComparer.Ordinal);

    [GeneratedRegex("`(?<text>[^`\n]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Written { get; }

    [GeneratedRegex(
        "== \"(?<text>[^\"]+)\"|\\[\"(?<text>elaoms[^\"]+)\"\\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted { get; }
}
