using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Elaoms.EndToEnd.Infra;

/// <summary><c>docs/azure-checklist.md</c> answers every item of Microsoft's lists, and what it names is there.</summary>
public sealed partial class ChecklistTests
{
    private static readonly string Root = ArchitectureTests.Root();

    // Item, question, verdict, reason, tests; without the heads of the tables and the lines below them.
    private static readonly string[][] Rows =
        [.. File.ReadAllLines(Path.Combine(Root, "docs", "azure-checklist.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| item |", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];

    [Fact]
    public void Every_item_of_Microsofts_lists_is_answered_once_and_no_other()
    {
        var items = InfraList.Read("checklist.txt").Select(parts => parts[0]).ToList();

        Assert.True(items.Count > 150);
        Assert.Equal(items.Order(StringComparer.Ordinal), Rows.SelectMany(row => Items(row[0])).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_answer_is_a_verdict_with_a_reason()
    {
        Assert.All(Rows, row =>
        {
            Assert.Equal(5, row.Length);
            Assert.Contains(row[2], new[] { "pass", "not applicable", "open" });
            Assert.True(row[1].Length >= 2 && row[3].Length >= 5, row[0]);
        });
    }

    [Fact]
    public void What_is_open_is_said_apart()
    {
        var apart = File.ReadAllText(Path.Combine(Root, "docs", "azure-checklist.md")).Split("## What is open")[1].Split("\n## ")[0];

        Assert.Equal(
            Rows.Where(row => row[2] == "open").Select(row => row[0]).Order(StringComparer.Ordinal),
            Bold.Matches(apart).Select(match => match.Groups["text"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var tests = new[] { typeof(ChecklistTests).Assembly, typeof(ArchitectureTests).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
                .Select(method => $"{type.Name}.{method.Name}")).ToHashSet(StringComparer.Ordinal);

        Assert.All(
            Rows,
            row => Assert.All(row[4].Split(", ", StringSplitOptions.RemoveEmptyEntries), test => Assert.Contains(test.Trim('`'), tests)));
        Assert.True(Rows.Count(row => row[4].Length > 0) > 100);
    }

    [Fact]
    public void Every_path_that_is_named_exists()
    {
        var paths = Rows.SelectMany(row => Code.Matches(row[3])).Select(match => match.Groups["text"].Value)
            .Where(text => FileName.IsMatch(text)).Distinct(StringComparer.Ordinal).ToList();

        Assert.Contains("host.json", paths);
        Assert.All(paths, path => Assert.True(File.Exists(Path.Combine(Root, path)), path));
    }

    // One, or a range such as "PY-001 to PY-010".
    private static IEnumerable<string> Items(string cell)
    {
        if (cell.Split(" to ") is not [var first, var last])
            return [cell];
        var from = int.Parse(first.Split('-')[1], CultureInfo.InvariantCulture);
        return Enumerable.Range(from, int.Parse(last.Split('-')[1], CultureInfo.InvariantCulture) - from + 1)
            .Select(number => $"{first.Split('-')[0]}-{number:D3}");
    }

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code { get; }

    [GeneratedRegex(
        @"^\*\*(?<text>[A-Z]+-\d+)\*\*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Bold { get; }

    [GeneratedRegex(
        @"^[\w./-]+\.(bicep|cs|csproj|json|md|props|txt|yml)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName { get; }
}
