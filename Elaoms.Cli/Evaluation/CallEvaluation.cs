using Elaoms.Cli.Evaluation.Input;
using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Cli.Evaluation.Measures;

namespace Elaoms.Cli.Evaluation;

/// <summary>Learns calls and measures what comes of it.</summary>
internal static class CallEvaluation
{
    // The compiler has done its work when learning the same calls again takes as long as before, and not sooner than after some turns.
    private const double SteadyRatio = 0.9;
    private const int MinWarmUpTurns = 4000;
    private const int MaxWarmUpCalls = 400;
    private const int MaxWarmUpInput = 50;

    /// <summary>Measures calls, group by group in the order in which they first come.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="visit">Is told of each learned call.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    public static async Task<IReadOnlyList<EvaluationMeasure>> RunAsync(
        IAsyncEnumerable<EvaluatedCall> calls, Action<LearnedCall> visit, CancellationToken cancellationToken)
    {
        await using var learner = new CallLearner();
        var groups = new OrderedDictionary<string, GroupTally>(StringComparer.Ordinal);
        await using var rest = calls.GetAsyncEnumerator(cancellationToken);
        var first = new List<EvaluatedCall>();
        while (first.Count < MaxWarmUpInput && await rest.MoveNextAsync())
            first.Add(rest.Current);
        await WarmUpAsync(learner, first, cancellationToken);
        foreach (var call in first)
            Add(await learner.LearnAsync(call, cancellationToken));
        while (await rest.MoveNextAsync())
            Add(await learner.LearnAsync(rest.Current, cancellationToken));
        return [.. groups.Values.Select(group => group.Measure)];

        void Add(LearnedCall learned)
        {
            if (!groups.TryGetValue(learned.Call.Group, out var group))
                groups[learned.Call.Group] = group = new GroupTally(learned.Call.Group);
            group.Add(learned);
            visit(learned);
        }
    }

    private static async Task WarmUpAsync(CallLearner learner, List<EvaluatedCall> calls, CancellationToken cancellationToken)
    {
        var (count, turns, last) = (0, 0, TimeSpan.MaxValue);
        while (calls.Count > 0 && count < MaxWarmUpCalls)
        {
            var time = TimeSpan.Zero;
            foreach (var call in calls)
            {
                var learned = await learner.LearnAsync(call, cancellationToken);
                (count, turns, time) = (count + 1, turns + learned.Turns.Count, time + learned.ProcessorTime);
            }

            if (turns >= MinWarmUpTurns && time >= last * SteadyRatio)
                return;
            last = time;
        }
    }
}
