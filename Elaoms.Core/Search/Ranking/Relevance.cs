using System.Runtime.InteropServices;

namespace Elaoms.Core.Search.Ranking;

/// <summary>
/// How likely a result answers what was asked. A logistic regression on two ratios, so that it holds for records of any size:
/// docs/memory.md has the measurements.
/// </summary>
internal static class Relevance
{
    /// <summary>A search whose best result is less relevant finds nothing.</summary>
    public const double Floor = 0.07;

    private const double Intercept = 0.49;
    private const double PossibleWeight = 1.84;
    private const double BestWeight = 3.28;

    // All that is below says the same.
    private const double Least = 0.001;

    /// <summary>The relevance of a result, 0..1.</summary>
    /// <param name="ofPossible">Its score against the most that a text could score by its own words, said by whom it was asked of.</param>
    /// <param name="ofBest">Its score against the best result's.</param>
    public static double Of(double ofPossible, double ofBest)
    {
        var z = Intercept + PossibleWeight * Log(ofPossible) + BestWeight * Log(ofBest);
        return Math.Round(1 / (1 + Math.Exp(-z)), 3);
    }

    /// <summary>A ratio as the regression takes it.</summary>
    public static double Log(double ratio) => Math.Log(Math.Max(Least, ratio));
}

/// <summary>A result with what its relevance is made of.</summary>
/// <param name="At">The memory's place in the index.</param>
/// <param name="OfPossible">Its score against the most that a text could score; null where nothing was measured.</param>
/// <param name="OfBest">Its score against the best result's.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Match(int At, double? OfPossible, double OfBest)
{
    /// <summary>The relevance, 0..1.</summary>
    public double Relevance => OfPossible is { } ofPossible ? Ranking.Relevance.Of(ofPossible, OfBest) : Ranking.Relevance.Floor;
}
