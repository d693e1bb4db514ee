using System.Globalization;
using System.Runtime.InteropServices;

namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>So many of so many, with the 95 % interval of Wilson's score (https://doi.org/10.1080/01621459.1927.10502953).</summary>
/// <param name="Count">How many are.</param>
/// <param name="Of">Of how many.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Proportion(int Count, int Of)
{
    private const double Z = 1.959964;

    /// <summary>The share, 0..1; null of none.</summary>
    public double? Share => Of == 0 ? null : (double)Count / Of;

    /// <summary>The lower end of the interval; null of none.</summary>
    public double? Low => Of == 0 ? null : Math.Max(0, Centre - HalfWidth);

    /// <summary>The upper end of the interval; null of none.</summary>
    public double? High => Of == 0 ? null : Math.Min(1, Centre + HalfWidth);

    private double Centre => (Share!.Value + Z * Z / (2 * Of)) / (1 + Z * Z / Of);

    private double HalfWidth
        => Z / (1 + Z * Z / Of) * Math.Sqrt(Share!.Value * (1 - Share.Value) / Of + Z * Z / (4.0 * Of * Of));

    /// <summary>The share and its interval as text; a dash of none.</summary>
    public override string ToString() => Of == 0 ? "-" : $"{Text(Share!.Value)} ({Interval})";

    /// <summary>The interval as text; a dash of none.</summary>
    public string Interval => Of == 0 ? "-" : $"{Text(Low!.Value)}-{Text(High!.Value)}";

    private static string Text(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
