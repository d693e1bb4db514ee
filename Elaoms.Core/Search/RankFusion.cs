namespace Elaoms.Core.Search;

/// <summary>Joins rankings of the same things into one (reciprocal rank fusion, Cormack, Clarke and Büttcher 2009).</summary>
internal static class RankFusion
{
    // The customary value: places near the top count alike, far ones hardly.
    private const double Smoothing = 60;

    /// <summary>Joins rankings.</summary>
    /// <param name="rankings">Each with its weight; ids best first, each once.</param>
    /// <returns>The ids, best first; on a tie the order of the first ranking that has them.</returns>
    public static IEnumerable<string> Fuse(IEnumerable<(double Weight, IReadOnlyList<string> Ids)> rankings)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (weight, ids) in rankings)
        {
            for (var place = 0; place < ids.Count; place++)
                scores[ids[place]] = scores.GetValueOrDefault(ids[place]) + weight / (Smoothing + place + 1);
        }

        return scores.OrderByDescending(scored => scored.Value).Select(scored => scored.Key);
    }
}
