namespace Elaoms.Benchmarks.Load;

/// <summary>The outcome of one counted run.</summary>
/// <param name="PerSecond">Requests answered per second.</param>
/// <param name="P50">Median latency in milliseconds.</param>
/// <param name="P99">99th percentile of the latency in milliseconds.</param>
/// <param name="ServerMs">Processor time of the server per request in milliseconds.</param>
/// <param name="ClientBusy">The share of the time that the generator's processor was busy.</param>
/// <param name="Answered">All requests answered, those of the warm-up included.</param>
internal sealed record Measurement(double PerSecond, double P50, double P99, double ServerMs, double ClientBusy, int Answered)
{
    /// <summary>The middle one of some values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
