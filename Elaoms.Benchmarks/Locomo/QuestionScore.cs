namespace Elaoms.Benchmarks.Locomo;

/// <summary>How well a question was answered.</summary>
internal sealed record QuestionScore
{
    private const int Depth = 10;
    private const int ShallowDepth = 5;
    private const int Calls = 3;

    /// <summary>At how many calls the session-level figures are taken.</summary>
    public static IReadOnlyList<int> SessionDepths { get; } = [1, 3, 5, 10];

    /// <summary>The share of the evidence among the first ten results.</summary>
    public double Recall { get; private init; }

    /// <summary>1 if any of the evidence is among them.</summary>
    public double Hit { get; private init; }

    /// <summary>The share of the evidence among the first five.</summary>
    public double ShallowRecall { get; private init; }

    /// <summary>The share of the evidence that is the first result.</summary>
    public double FirstRecall { get; private init; }

    /// <summary>1 over the place of the first evidence among the first ten; 0 when none is there.</summary>
    public double ReciprocalRank { get; private init; }

    /// <summary>1 if the first result is of a call that holds evidence.</summary>
    public double FirstCall { get; private init; }

    /// <summary>1 if one of the first three calls, in the order of the results, holds evidence.</summary>
    public double AmongCalls { get; private init; }

    /// <summary>1 if one of the first three results is of a call that holds evidence.</summary>
    public double CallAmongResults { get; private init; }

    /// <summary>1 if one of the first so many calls holds evidence, at each of <see cref="SessionDepths"/>.</summary>
    public required IReadOnlyList<double> AnySession { get; init; }

    /// <summary>1 if the first so many calls hold all evidence, at each of <see cref="SessionDepths"/>.</summary>
    public required IReadOnlyList<double> AllSessions { get; init; }

    /// <summary>The most of the first ten results that are of one call.</summary>
    public double OfOneCall { get; private init; }

    /// <summary>Judges results.</summary>
    /// <param name="evidence">What answers the question; not empty.</param>
    /// <param name="results">What was found, best first.</param>
    public static QuestionScore Of(IReadOnlyList<Place> evidence, IReadOnlyList<Place> results)
    {
        var first = results.Take(Depth).TakeWhile(result => !evidence.Contains(result)).Count();
        var found = first < Math.Min(Depth, results.Count);
        var calls = results.Take(Depth).Select(result => result.Call).ToList();
        var sessions = results.Select(result => result.Call).Distinct(StringComparer.Ordinal).ToList();
        var needed = evidence.Select(place => place.Call).Distinct(StringComparer.Ordinal).ToList();
        return new QuestionScore
        {
            Recall = Share(Depth),
            FirstRecall = Share(1),
            Hit = found ? 1 : 0,
            ShallowRecall = Share(ShallowDepth),
            ReciprocalRank = found ? 1.0 / (first + 1) : 0,
            FirstCall = HoldsEvidence(calls.Take(1)),
            AmongCalls = HoldsEvidence(calls.Distinct(StringComparer.Ordinal).Take(Calls)),
            CallAmongResults = HoldsEvidence(calls.Take(Calls)),
            OfOneCall = calls.GroupBy(call => call, StringComparer.Ordinal).Select(group => group.Count()).DefaultIfEmpty().Max(),
            AnySession = [.. SessionDepths.Select(depth => HoldsEvidence(sessions.Take(depth)))],
            AllSessions = [.. SessionDepths.Select(depth => needed.TrueForAll(sessions.Take(depth).Contains) ? 1 : 0)],
        };

        double Share(int depth) => (double)evidence.Count(results.Take(depth).Contains) / evidence.Count;

        double HoldsEvidence(IEnumerable<string> among) => among.Any(call => evidence.Any(place => place.Call == call)) ? 1 : 0;
    }
}
