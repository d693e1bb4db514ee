using System.Text;
using System.Text.RegularExpressions;

namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>Finds what was redacted, from the words that were said and those that are kept.</summary>
internal static partial class Redactions
{
    private const int MaxMilliseconds = 500;

    /// <summary>The marks of a kept text that were not said.</summary>
    /// <param name="said">The words before redaction.</param>
    /// <param name="kept">The words that are kept.</param>
    public static IReadOnlyList<FoundRedaction> Find(string said, string kept)
    {
        if (said == kept || !kept.Contains('['))
            return [];
        var marks = Mark.Matches(kept).Where(mark => !said.Contains(mark.Value, StringComparison.Ordinal)).ToList();
        if (marks.Count == 0)
            return [];
        var match = Match(said, kept, marks);
        return [.. marks.Select((mark, index) => Of(mark, match?.Groups[index + 1]))];
    }

    private static FoundRedaction Of(Match mark, Group? replaced)
        => replaced is null
            ? new FoundRedaction(KindOf(mark), -1, -1)
            : new FoundRedaction(KindOf(mark), replaced.Index, replaced.Index + replaced.Length);

    // What is between the marks stands in both.
    private static Match? Match(string said, string kept, List<Match> marks)
    {
        var pattern = new StringBuilder(@"\A\s*");
        var at = 0;
        foreach (var mark in marks)
        {
            pattern.Append(Regex.Escape(kept[at..mark.Index])).Append("(.+?)");
            at = mark.Index + mark.Length;
        }

        pattern.Append(Regex.Escape(kept[at..])).Append(@"\s*\z");
        try
        {
            var options = RegexOptions.Singleline | RegexOptions.CultureInvariant;
            var match = Regex.Match(said, pattern.ToString(), options, TimeSpan.FromMilliseconds(MaxMilliseconds));
            return match.Success ? match : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static string KindOf(Match mark) => mark.Value[1..^1];

    [GeneratedRegex(@"\[[a-z][a-z -]{1,40}\]", RegexOptions.CultureInvariant, MaxMilliseconds)]
    private static partial Regex Mark { get; }
}
