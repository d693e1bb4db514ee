using System.Globalization;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>The scores of a run, with where each comes from.</summary>
internal sealed class LocomoScores
{
    private const int Resamples = 1000;
    private const double Tail = 0.025;

    private static readonly (string Name, Func<QuestionScore, double> Of)[] Figures =
    [
        ("R@1", score => score.FirstRecall),
        ("R@5", score => score.ShallowRecall),
        ("R@10", score => score.Recall),
        ("hit@10", score => score.Hit),
        ("MRR@10", score => score.ReciprocalRank),
        ("call hit@1", score => score.FirstCall),
        ("call hit@3", score => score.AmongCalls),
        ("call in 3 results", score => score.CallAmongResults),
        ("of one call", score => score.OfOneCall),
    ];

    private readonly List<(string Conversation, string Category, QuestionScore Score)> _scores = [];

    /// <summary>The mean recall of all questions.</summary>
    public double Recall => _scores.Average(scored => scored.Score.Recall);

    /// <summary>The mean recall and reciprocal rank of each conversation.</summary>
    public IReadOnlyList<(double Recall, double ReciprocalRank)> ByConversation =>
    [
        .. _scores
            .GroupBy(scored => scored.Conversation, StringComparer.Ordinal)
            .Select(group => (group.Average(scored => scored.Score.Recall), group.Average(scored => scored.Score.ReciprocalRank))),
    ];

    /// <summary>Adds a question.</summary>
    public void Add(LocomoConversation conversation, LocomoQuestion question, IReadOnlyList<Place> results)
    {
        if (question.Evidence.Count > 0)
            _scores.Add((conversation.Id, question.Category, QuestionScore.Of(question.Evidence, results)));
    }

    /// <summary>Writes the head of a table of <see cref="Row(string)"/>.</summary>
    public static void WriteHead(TextWriter output, string further = "")
    {
        output.WriteLine($"| | questions | {string.Join(" | ", Figures.Select(figure => figure.Name))} | R@10, 95 % |{further}");
        output.WriteLine($"|---|---|{string.Concat(Figures.Select(_ => "---|"))}---|{(further.Length > 0 ? "---|" : "")}");
    }

    /// <summary>Writes the rows of a table: all, by category, by conversation.</summary>
    public void WriteTable(TextWriter output)
    {
        WriteHead(output);
        output.WriteLine(Row("all", _scores));
        foreach (var group in _scores.GroupBy(scored => scored.Category).OrderBy(group => group.Key, StringComparer.Ordinal))
            output.WriteLine(Row(group.Key, group));
        foreach (var group in _scores.GroupBy(scored => scored.Conversation))
            output.WriteLine(Row(group.Key, group));
    }

    /// <summary>One row over all questions.</summary>
    public string Row(string name) => Row(name, _scores);

    /// <summary>One row of the session-level figures: any and all, at each depth.</summary>
    public string SessionRow(string name)
    {
        var means = QuestionScore.SessionDepths.Index().SelectMany(depth => (double[])
        [
            _scores.Average(scored => scored.Score.AnySession[depth.Index]),
            _scores.Average(scored => scored.Score.AllSessions[depth.Index]),
        ]);
        return $"| {name} | {string.Join(" | ", means.Select(Text))} |";
    }

    private static string Row(string name, IEnumerable<(string Conversation, string, QuestionScore Score)> scored)
    {
        var all = scored.ToList();
        var byConversation = all.GroupBy(each => each.Conversation, each => each.Score.Recall);
        var (low, high) = Interval([.. byConversation.Select(group => group.ToArray())]);
        var means = Figures.Select(figure => Text(all.Average(each => figure.Of(each.Score))));
        return $"| {name} | {all.Count} | {string.Join(" | ", means)} | {Text(low)}–{Text(high)} |";
    }

    // Bootstrap by percentiles: questions are drawn anew, of each conversation as many as it has. The same seed each time.
    private static (double Low, double High) Interval(double[][] byConversation)
    {
        var means = new double[Resamples];
#pragma warning disable CA5394 // Figures that can be printed again.
        var random = new Random(1);
        foreach (ref var mean in means.AsSpan())
        {
            var total = 0.0;
            foreach (var values in byConversation)
            {
                for (var i = 0; i < values.Length; i++)
                    total += values[random.Next(values.Length)];
            }

            mean = total / byConversation.Sum(values => values.Length);
        }
#pragma warning restore CA5394

        Array.Sort(means);
        return (means[(int)(Resamples * Tail)], means[(int)(Resamples * (1 - Tail)) - 1]);
    }

    private static string Text(double mean) => mean.ToString("0.000", CultureInfo.InvariantCulture);
}
