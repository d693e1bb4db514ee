using Elaoms.Cli.Evaluation.Input;
using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Cli.Evaluation.Measures;

namespace Elaoms.Cli.Evaluation;

/// <summary>Learns calls and measures what comes of it.</summary>
internal static class CallEvaluation
{
    // So many calls bring the compiler's work behind them, or nearly.
    private const int WarmUpCalls = 200;
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
        var first = new List<EvaluatedCall>();
        await foreach (var call in calls.WithCancellation(cancellationToken))
        {
            if (first.Count < MaxWarmUpInput)
            {
                first.Add(call);
                if (first.Count < MaxWarmUpInput)
                    continue;
                await WarmUpAsync(learner, first, cancellationToken);
                foreach (var early in first)
                    await LearnAsync(early);
                continue;
            }

            await LearnAsync(call);
        }

        if (first.Count is > 0 and < MaxWarmUpInput)
        {
            await WarmUpAsync(learner, first, cancellationToken);
            foreach (var call in first)
                await LearnAsync(call);
        }

        return [.. groups.Values.Select(group => group.Measure)];

        async Task LearnAsync(EvaluatedCall call)
        {
            var learned = await learner.LearnAsync(call, cancellationToken);
            if (!groups.TryGetValue(call.Group, out var group))
                groups[call.Group] = group = new GroupTally(call.Group);
            group.Add(learned);
            visit(learned);
        }
    }

    private static async Task WarmUpAsync(CallLearner learner, List<EvaluatedCall> calls, CancellationToken cancellationToken)
    {
        for (var count = 0; count < WarmUpCalls; count++)
            await learner.LearnAsync(calls[count % calls.Count], cancellationToken);
    }
}
