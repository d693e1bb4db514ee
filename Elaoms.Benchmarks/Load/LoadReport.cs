using System.Globalization;

namespace Elaoms.Benchmarks.Load;

/// <summary>The table of a run: medians over the rounds, and the median of the rounds' shares.</summary>
internal sealed class LoadReport
{
    private readonly List<string> _lines =
    [
        "| endpoint | connections | req/s | p50 ms | p99 ms | server CPU ms | yardstick req/s | yardstick CPU ms | "
            + "share of the yardstick | generator busy, with yardstick |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ];

    public void Add(string name, int connections, Row row)
    {
        var shares = row.Endpoint.Zip(row.Yardstick, (endpoint, yardstick) => endpoint.PerSecond / yardstick.PerSecond);
        _lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {connections} | {Median(row.Endpoint, m => m.PerSecond):N0} | {Median(row.Endpoint, m => m.P50):F2} | "
                + $"{Median(row.Endpoint, m => m.P99):F2} | {Median(row.Endpoint, m => m.ServerMs):F3} | "
                + $"{Median(row.Yardstick, m => m.PerSecond):N0} | {Median(row.Yardstick, m => m.ServerMs):F3} | "
                + $"{Measurement.Median(shares):P0} | {Median(row.Endpoint, m => m.ClientBusy):P0}, "
                + $"{Median(row.Yardstick, m => m.ClientBusy):P0} |"));
        Console.Out.WriteLine(_lines[^1]);
    }

    public void Write(TextWriter output)
    {
        output.WriteLine();
        foreach (var line in _lines)
            output.WriteLine(line);
    }

    private static double Median(IEnumerable<Measurement> measurements, Func<Measurement, double> value)
        => Measurement.Median(measurements.Select(value));

    /// <summary>The rounds of one line.</summary>
    internal sealed record Row(IReadOnlyList<Measurement> Endpoint, IReadOnlyList<Measurement> Yardstick);
}
