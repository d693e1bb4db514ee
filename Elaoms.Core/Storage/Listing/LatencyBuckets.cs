namespace Elaoms.Core.Storage.Listing;

/// <summary>
/// Counts times in buckets that grow by the square root of two, from 0.1 ms to 6.5 s, so that the counts of several processes and days can
/// be added.
/// </summary>
public static class LatencyBuckets
{
    private const int Count = 34;
    private const double Smallest = 0.1;
    private const int PerDoubling = 2;

    /// <summary>No time.</summary>
    public static long[] Empty() => new long[Count];

    /// <summary>The bucket of a time.</summary>
    public static int Of(TimeSpan took)
        => Math.Clamp((int)Math.Ceiling(PerDoubling * Math.Log2(Math.Max(Smallest, took.TotalMilliseconds) / Smallest)), 0, Count - 1);

    /// <summary>The sum of both.</summary>
    public static IReadOnlyList<long> Sum(IReadOnlyList<long> one, IReadOnlyList<long> other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return [.. Enumerable.Range(0, Math.Min(Count, Math.Max(one.Count, other.Count))).Select(at => At(one, at) + At(other, at))];
    }

    /// <summary>The time that a share of all does not exceed, in milliseconds, within a fifth; null when nothing was counted.</summary>
    /// <param name="counts">How many times fell into each bucket.</param>
    /// <param name="share">0..1.</param>
    public static double? Quantile(IReadOnlyList<long> counts, double share)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var (wanted, seen) = (share * counts.Sum(), 0L);
        for (var bucket = 0; bucket < counts.Count; bucket++)
        {
            seen += counts[bucket];
            if (seen > 0 && seen >= wanted)
                return Math.Round(Smallest * Math.Pow(2, (bucket - 0.5) / PerDoubling), 2);
        }

        return null;
    }

    private static long At(IReadOnlyList<long> counts, int at) => at < counts.Count ? counts[at] : 0;
}
