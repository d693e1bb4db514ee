using System.Globalization;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Search.Ranking;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>
/// What <see cref="Relevance"/> was fitted to: the first ten results of each question, asked of its own caller and once of another, who has
/// no answer. Logistic regression by Newton's method; judged on the conversation left out.
/// </summary>
internal sealed class LocomoRelevance
{
    private const int Count = 10;
    private const int Rounds = 25;
    private const int Coefficients = 3;

    private static readonly double[] Bounds = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1];

    private readonly List<(string Conversation, double[] Of, bool IsRight, double Told)> _results = [];

    public LocomoRelevance(IReadOnlyList<LocomoConversation> conversations, IReadOnlyList<CallerRecord> records)
    {
        CallerIndex[] indexes = [.. records.Select(record => new CallerIndex(record, RankingWeights.Default with { Floor = 0 }))];
        foreach (var (number, conversation) in conversations.Index())
        {
            var stranger = (number + 2) % conversations.Count;
            foreach (var question in conversation.Questions.Where(question => question.Evidence.Count > 0))
            {
                Add(conversation, indexes[number], question.Text, question.Evidence);
                var exchanged = LocomoRanking.Exchanged(question.Text, conversation, conversations[stranger]);
                Add(conversation, indexes[stranger], exchanged, []);
            }
        }
    }

    /// <summary>Writes the fit, and how often results of each relevance were right.</summary>
    public void WriteTable(TextWriter output)
    {
        var all = Fit(_results);
        output.WriteLine(FormattableString.Invariant(
            $"Relevance fitted to all: {all[0]:0.00} + {all[1]:0.00} ln(of possible) + {all[2]:0.00} ln(of best)"));
        var leftOut = new List<(double Said, bool IsRight)>();
        foreach (var conversation in _results.GroupBy(result => result.Conversation, StringComparer.Ordinal))
        {
            var fit = Fit(_results.Where(result => result.Conversation != conversation.Key));
            leftOut.AddRange(conversation.Select(result => (Probability(fit, result.Of), result.IsRight)));
        }

        output.WriteLine("| relevance | results | mean, as told | were right | fitted without the conversation: mean | were right |");
        output.WriteLine("|---|---|---|---|---|---|");
        var low = 0.0;
        foreach (var high in Bounds)
        {
            var told = _results.Where(result => result.Told >= low && result.Told < high).ToList();
            var fitted = leftOut.Where(result => result.Said >= low && result.Said < high).ToList();
            if (told.Count > 0 && fitted.Count > 0)
            {
                var (mean, right) = (told.Average(result => result.Told), Share(told.Select(result => result.IsRight)));
                var (fittedMean, fittedRight) = (fitted.Average(result => result.Said), Share(fitted.Select(result => result.IsRight)));
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {low:0.00}–{high:0.00} | {told.Count} | {mean:0.000} | {right:0.000} | "
                        + $"{fittedMean:0.000} | {fittedRight:0.000} |"));
            }

            low = high;
        }

        static double Share(IEnumerable<bool> right) => right.Average(isRight => isRight ? 1.0 : 0.0);
    }

    private void Add(LocomoConversation conversation, CallerIndex index, string query, IReadOnlyList<Place> evidence)
    {
        foreach (var match in index.Match(query, Count))
        {
            if (match.OfPossible is not { } ofPossible)
                continue;
            var isRight = evidence.Contains(LocomoRanking.PlaceOf(index, match));
            _results.Add((conversation.Id, [1, Relevance.Log(ofPossible), Relevance.Log(match.OfBest)], isRight, match.Relevance));
        }
    }

    private static double[] Fit(IEnumerable<(string, double[] Of, bool IsRight, double)> results)
    {
        var data = results.ToList();
        var fit = new double[Coefficients];
        for (var round = 0; round < Rounds; round++)
        {
            var (gradient, curvature) = (new double[Coefficients], new double[Coefficients, Coefficients]);
            foreach (var (_, of, isRight, _) in data)
            {
                var probability = Probability(fit, of);
                for (var i = 0; i < Coefficients; i++)
                {
                    gradient[i] += ((isRight ? 1 : 0) - probability) * of[i];
                    for (var j = 0; j < Coefficients; j++)
                        curvature[i, j] += probability * (1 - probability) * of[i] * of[j];
                }
            }

            var step = Solve(curvature, gradient);
            for (var i = 0; i < Coefficients; i++)
                fit[i] += step[i];
        }

        return fit;
    }

    // Gauss and Jordan; the curvature is positive definite, so no pivots are sought.
    private static double[] Solve(double[,] matrix, double[] right)
    {
        for (var i = 0; i < Coefficients; i++)
        {
            for (var row = 0; row < Coefficients; row++)
            {
                if (row == i)
                    continue;
                var factor = matrix[row, i] / matrix[i, i];
                for (var column = i; column < Coefficients; column++)
                    matrix[row, column] -= factor * matrix[i, column];
                right[row] -= factor * right[i];
            }
        }

        return [.. right.Select((value, i) => value / matrix[i, i])];
    }

    private static double Probability(double[] fit, double[] of)
        => 1 / (1 + Math.Exp(-(fit[0] * of[0] + fit[1] * of[1] + fit[2] * of[2])));
}
