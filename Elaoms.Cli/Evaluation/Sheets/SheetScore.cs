using System.Globalization;
using System.Text;
using Elaoms.Cli.Evaluation.Measures;

namespace Elaoms.Cli.Evaluation.Sheets;

/// <summary>What the verdicts of a sheet come to.</summary>
/// <param name="Kinds">The scores by kind, the most judged first.</param>
/// <param name="All">The score of all rows.</param>
/// <param name="NotJudged">Rows without a verdict.</param>
/// <param name="Errors">What was said to be wrong, the most frequent first.</param>
internal sealed record SheetScore(IReadOnlyList<KindScore> Kinds, KindScore All, int NotJudged, IReadOnlyDictionary<string, int> Errors)
{
    /// <summary>Counts the rows of a sheet.</summary>
    public static SheetScore Of(IReadOnlyList<JudgedRow> rows)
    {
        var judged = rows.Where(row => row.Verdict is not null).ToList();
        var errors = new Counts();
        foreach (var row in judged.Where(row => row.Error.Length > 0))
            errors.Add(row.Error);
        return new SheetScore(
            [.. judged.GroupBy(row => row.Kind, StringComparer.Ordinal)
                .Select(kind => KindScore.Of(kind.Key, [.. kind]))
                .OrderByDescending(score => score.Judged)
                .ThenBy(score => score.Kind, StringComparer.Ordinal)],
            KindScore.Of("all", judged),
            rows.Count - judged.Count,
            errors.Ordered);
    }

    /// <summary>A table in Markdown.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{All.Judged} rows judged, {NotJudged} not");
        text.AppendLine("| kind | judged | right | wrong | junk | precision | 95 % |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var score in Kinds.Append(All))
        {
            var precision = score.Precision.Share?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
            object[] cells = [score.Kind, score.Judged, score.Right, score.Wrong, score.Junk, precision, score.Precision.Interval];
            text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |");
        }

        if (Errors.Count > 0)
            text.AppendLine("errors: " + string.Join(", ", Errors.Select(error => $"{error.Key} {error.Value}")));
        return text.ToString().TrimEnd();
    }
}
