using System.Runtime.InteropServices;

namespace Elaoms.Core.Search.Ranking;

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
