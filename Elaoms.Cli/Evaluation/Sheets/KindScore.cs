using Elaoms.Cli.Evaluation.Measures;

namespace Elaoms.Cli.Evaluation.Sheets;

/// <summary>Verdicts on the rows of one kind.</summary>
/// <param name="Kind">The kind; <c>all</c> for the sum.</param>
/// <param name="Right">Rows that are right.</param>
/// <param name="Wrong">Rows that are wrong.</param>
/// <param name="Junk">Rows that are junk.</param>
internal sealed record KindScore(string Kind, int Right, int Wrong, int Junk)
{
    /// <summary>Rows with a verdict.</summary>
    public int Judged => Right + Wrong + Junk;

    /// <summary>The right ones of these.</summary>
    public Proportion Precision => new(Right, Judged);

    /// <summary>Counts rows.</summary>
    public static KindScore Of(string kind, IReadOnlyCollection<JudgedRow> rows) => new(
        kind,
        rows.Count(row => row.Verdict == SheetVerdict.Right),
        rows.Count(row => row.Verdict == SheetVerdict.Wrong),
        rows.Count(row => row.Verdict == SheetVerdict.Junk));
}
