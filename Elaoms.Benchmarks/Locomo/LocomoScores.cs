using System.Globalization;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>The scores of a run, with where each comes from.</summary>
internal sealed class LocomoScores
{
    private readonly List<(string Conversation, string Category, QuestionScore Score)> _scores = [];

    /// <summary>The mean recall of all questions.</summary>
    public double Recall => _scores.Average(scored => scored.Score.Recall);

    /// <summary>Adds a question.</summary>
    public void Add(LocomoConversation conversation, LocomoQuestion question, IReadOnlyList<Place> results)
    {
        if (question.Evidence.Count > 0)
            _scores.Add((conversation.Id, question.Category, QuestionScore.Of(question.Evidence, results)));
    }

    /// <summary>Writes the rows of a table: all, by category, by conversation.</summary>
    public void WriteTable(TextWriter output)
    {
        output.WriteLine("| | questions | R@10 | hit@10 | R@5 | MRR@10 | call hit@1 | call hit@3 | call in 3 results |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
        output.WriteLine(Row("all", _scores));
        foreach (var group in _scores.GroupBy(scored => scored.Category).OrderBy(group => group.Key, StringComparer.Ordinal))
            output.WriteLine(Row(group.Key, group));
        foreach (var group in _scores.GroupBy(scored => scored.Conversation))
            output.WriteLine(Row(group.Key, group));
    }

    /// <summary>One row over all questions.</summary>
    public string Row(string name) => Row(name, _scores);

    private static string Row(string name, IEnumerable<(string, string, QuestionScore Score)> scored)
    {
        var scores = scored.Select(each => each.Score).ToList();
        double[] means =
        [
            scores.Average(score => score.Recall), scores.Average(score => score.Hit), scores.Average(score => score.ShallowRecall), scores.Average(score => score.ReciprocalRank),
            scores.Average(score => score.FirstCall), scores.Average(score => score.AmongCalls), scores.Average(score => score.CallAmongResults),
        ];
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {scores.Count} | {string.Join(" | ", means.Select(mean => mean.ToString("0.000", CultureInfo.InvariantCulture)))} |");
    }
}
