using System.Text.RegularExpressions;

namespace Elaoms.Tests.Extraction.Redaction;

/// <summary>A line of a table in <c>Cases</c>: turns parted by bars, in them secrets as <c>&lt;kind: text&gt;</c>.</summary>
/// <param name="line">The line.</param>
internal sealed partial class RedactionCase(string line)
{
    /// <summary>All lines of all tables.</summary>
    public static IEnumerable<string> Lines { get; } =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Extraction", "Redaction", "Cases"), "*.txt")
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Where(line => line.Length > 0 && line[0] != '#')
            // A tilde parts what would be taken for a secret of somebody's in the sources.
            .Select(line => line.Replace("~", "", StringComparison.Ordinal)),
    ];

    /// <summary>What is said.</summary>
    public IReadOnlyList<string> Turns { get; } = [.. Split(Secret.Replace(line, "${text}"))];

    /// <summary>What is stored of it.</summary>
    public IReadOnlyList<string> Stored { get; } = [.. Split(Secret.Replace(line, "[${kind}]"))];

    [GeneratedRegex("<(?<kind>[a-z ]+): (?<text>[^>]+)>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret { get; }

    private static IEnumerable<string> Split(string text)
        => text.Split('|', StringSplitOptions.TrimEntries).Select(turn => turn.StartsWith("a: ", StringComparison.Ordinal)
        || turn.StartsWith("c: ", StringComparison.Ordinal) ? turn : "c: " + turn);
}
