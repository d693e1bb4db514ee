using System.Text.RegularExpressions;
using Elaoms.Core.Settings;
using Xunit;

namespace Elaoms.Tests;

/// <summary>What the documents refer to is there.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = ArchitectureTests.Root();

    public static TheoryData<string> Documents { get; } =
        [
            .. new[] { ".", "docs", "docs/decisions", ".github" }
                .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md"))
                .Select(path => Path.GetRelativePath(Root, path))
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_within_the_repository_lead_somewhere(string document)
    {
        var path = Path.Combine(Root, document);

        var targets = Link.Matches(Fence.Replace(File.ReadAllText(path), "")).Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal));
        Assert.All(targets, target =>
        {
            var (file, anchor) = target.Split('#') is [var named, var part] ? (named, part) : (target, null);
            var linked = file.Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, file));
            Assert.True(File.Exists(linked) || Directory.Exists(linked), target);
            if (anchor is not null)
                Assert.Contains(anchor, Anchors(linked));
        });
    }

    [Fact]
    public void Reference_describes_every_setting()
    {
        var reference = File.ReadAllText(Path.Combine(Root, "docs", "reference.md"));
        var names = typeof(SettingNames).GetFields().Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, reference, StringComparison.Ordinal));
    }

    // As GitHub makes them of headings.
    private static IEnumerable<string> Anchors(string path)
        => Heading.Matches(Fence.Replace(File.ReadAllText(path), ""))
            .Select(heading => NoPartOfAnchor.Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Fence { get; }

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NoPartOfAnchor { get; }
}
