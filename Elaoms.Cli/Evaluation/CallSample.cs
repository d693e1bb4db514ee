using Elaoms.Cli.Evaluation.Input;

namespace Elaoms.Cli.Evaluation;

/// <summary>Chooses calls at random, the same ones for the same seed and files.</summary>
internal static class CallSample
{
    /// <summary>Chooses so many calls, and returns them in their order.</summary>
    public static async Task<IReadOnlyList<EvaluatedCall>> ChooseAsync(
        IAsyncEnumerable<EvaluatedCall> calls, int count, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var chosen = new List<(int Index, EvaluatedCall Call)>();
        var index = 0;
        await foreach (var call in calls.WithCancellation(cancellationToken))
        {
            // Each call so far is chosen with the same chance (https://en.wikipedia.org/wiki/Reservoir_sampling, algorithm R).
            if (chosen.Count < count)
                chosen.Add((index, call));
            else if (random.Next(index + 1) is var place && place < count)
                chosen[place] = (index, call);
            index++;
        }

        return [.. chosen.OrderBy(one => one.Index).Select(one => one.Call)];
    }
}
