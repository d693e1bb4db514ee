using System.Globalization;
using System.Text;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Tests.Processing.Corpus;

/// <summary>How much of what a part of the corpus states was learned, and how much of what was learned it states.</summary>
internal sealed class CorpusScore
{
    private readonly SortedDictionary<string, Tally> _kinds = new(StringComparer.Ordinal);

    public CorpusScore(IEnumerable<CorpusRun> runs)
    {
        foreach (var run in runs)
        {
            foreach (var (expected, found) in run.Expected)
                Of(FactKinds.Of(expected.Key).Key).Add(right: found is not null, missed: found is null);
            foreach (var wrong in run.Unexpected)
                Of(wrong.Kind.Key).Add(wrong: true);
        }
    }

    public double Precision => Sum(_ => true).Precision;

    public double Recall => Sum(_ => true).Recall;

    public double PrecisionOf(FactKind kind) => _kinds[kind.Key].Precision;

    public int Expected(string? key = null) => Sum(kind => key is null || kind == key) is var sum ? sum.Right + sum.Missed : 0;

    /// <summary>A row per kind as docs/memory.md has them; keys of one fact or two that only the platform collects are one row.</summary>
    public string ToMarkdown()
    {
        var table = new StringBuilder("| kind | facts | precision | recall |\n|---|---|---|---|\n");
        foreach (var (key, tally) in _kinds.Where(kind => FactKinds.IsKnown(kind.Key)))
            AddRow(table, $"`{key}`", tally);
        AddRow(table, "collected, of no known kind", Sum(key => !FactKinds.IsKnown(key)));
        AddRow(table, "**all**", Sum(_ => true));
        return table.ToString();
    }

    private static void AddRow(StringBuilder table, string name, Tally tally)
        => table.Append(
            CultureInfo.InvariantCulture, $"| {name} | {tally.Right + tally.Missed} | {tally.Precision:0.000} | {tally.Recall:0.000} |\n");

    private Tally Of(string key)
    {
        if (!_kinds.TryGetValue(key, out var tally))
            _kinds[key] = tally = new Tally();
        return tally;
    }

    private Tally Sum(Func<string, bool> isMeant)
    {
        var sum = new Tally();
        foreach (var (_, tally) in _kinds.Where(kind => isMeant(kind.Key)))
            sum.Add(tally);
        return sum;
    }

    private sealed class Tally
    {
        public int Right { get; private set; }

        public int Missed { get; private set; }

        private int _wrong;

        public double Precision => Share(Right, Right + _wrong);

        public double Recall => Share(Right, Right + Missed);

        public void Add(bool right = false, bool missed = false, bool wrong = false)
        {
            Right += right ? 1 : 0;
            Missed += missed ? 1 : 0;
            _wrong += wrong ? 1 : 0;
        }

        public void Add(Tally other) => (Right, Missed, _wrong) = (Right + other.Right, Missed + other.Missed, _wrong + other._wrong);

        private static double Share(int part, int whole) => whole == 0 ? 1 : (double)part / whole;
    }
}
