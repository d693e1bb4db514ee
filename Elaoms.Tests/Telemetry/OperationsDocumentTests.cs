using System.Text.RegularExpressions;
using Elaoms.Core.Telemetry;
using Xunit;

namespace Elaoms.Tests.Telemetry;

/// <summary>docs/operations.md says what there is: every metric, span and log event, and none besides.</summary>
public sealed partial class OperationsDocumentTests
{
    private static readonly string Root = ArchitectureTests.Root();
    private static readonly string Document = File.ReadAllText(Path.Combine(Root, "docs", "operations.md"));

    [Fact]
    public void Every_metric_is_listed_with_its_kind_and_unit_and_no_other()
    {
        using var metrics = new ElaomsMetrics();
        using var recorded = new RecordedMetrics(metrics);

        var listed = Rows("Metrics").Where(row => row[0].StartsWith("`elaoms.", StringComparison.Ordinal))
            .Select(row => $"{row[0].Trim('`')}: {row[1].Replace("`", "", StringComparison.Ordinal)}");

        Assert.NotEmpty(recorded.Instruments);
        Assert.Equal(recorded.Instruments.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_metric_that_is_spoken_of_exists()
    {
        using var metrics = new ElaomsMetrics();
        using var recorded = new RecordedMetrics(metrics);
        var known = recorded.Instruments.Select(instrument => instrument.Split(':')[0]).ToHashSet(StringComparer.Ordinal);

        var spokenOf = MetricName.Matches(Section("Alerts worth having") + Section("Sweep") + Section("Replay"))
            .Select(match => match.Value).ToList();

        Assert.NotEmpty(spokenOf);
        Assert.All(spokenOf, name => Assert.Contains(name, known));
    }

    [Fact]
    public void Every_log_event_is_listed_with_its_level_and_message_and_no_other()
    {
        var written = Sources().SelectMany(source => LogEvent.Matches(source)).Select(match =>
            $"{match.Groups["id"].Value} {match.Groups["level"].Value.ToLowerInvariant()} {match.Groups["message"].Value}").ToList();

        var listed = Rows("Log events").Where(row => row[0] != "event" && row[0][0] != '-').Select(row => $"{row[0]} {row[1]} {row[2]}");

        Assert.NotEmpty(written);
        Assert.Equal(written.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Log_events_have_ids_of_their_own_and_are_written_in_the_form_that_is_read_here()
    {
        var sources = Sources().ToList();
        var ids = sources.SelectMany(source => LogEvent.Matches(source)).Select(match => match.Groups["id"].Value).ToList();

        Assert.Distinct(ids, StringComparer.Ordinal);
        Assert.Equal(sources.Sum(source => source.Split("[LoggerMessage").Length - 1), ids.Count);
    }

    [Fact]
    public void Every_span_is_listed_and_no_other()
    {
        var started = File.ReadAllText(Path.Combine(Root, "Elaoms.Core", "Telemetry", "ElaomsActivities.cs"));

        var listed = Rows("Traces").Where(row => row[0][0] == '`').Select(row => row[0].Trim('`'));

        Assert.Equal(
            SpanName.Matches(started).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal),
            listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateDirectories(Root, "Elaoms.*")
        .Where(project => Path.GetFileName(project) is not ("Elaoms.Tests" or "Elaoms.EndToEnd" or "Elaoms.Benchmarks"))
        .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
        .Where(path => !BuildFolder.IsMatch(Path.GetRelativePath(Root, path)))
        .Select(File.ReadAllText);

    private static string Section(string title)
    {
        var begin = Document.IndexOf($"\n## {title}\n", StringComparison.Ordinal);
        Assert.True(begin >= 0, title);
        var end = Document.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        return Document[begin..(end < 0 ? Document.Length : end)];
    }

    private static IEnumerable<string[]> Rows(string section) => Section(section).Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    [GeneratedRegex(
        """\[LoggerMessage\(\s*(?<id>\d+),\s*LogLevel\.(?<level>\w+),\s*"(?<message>[^"]*)"\)\]""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogEvent { get; }

    [GeneratedRegex("""StartActivity\("(?<name>[^"]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpanName { get; }

    [GeneratedRegex("""elaoms(\.[a-z]+)+""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MetricName { get; }

    [GeneratedRegex("""[/\\](bin|obj)[/\\]""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BuildFolder { get; }
}
