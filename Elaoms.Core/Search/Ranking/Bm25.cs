namespace Elaoms.Core.Search.Ranking;

/// <summary>Okapi BM25 (Robertson and Zaragoza 2009, with the idf that is never negative).</summary>
internal static class Bm25
{
    // The customary values.
    private const double K1 = 1.2;
    private const double B = 0.75;

    /// <summary>How much a term counts that so many of all texts have.</summary>
    public static double Idf(int with, int all) => Math.Log(1 + (all - with + 0.5) / (with + 0.5));

    /// <summary>How much it counts that a text has the term so often.</summary>
    /// <param name="count">How often.</param>
    /// <param name="length">The text's length, in average lengths.</param>
    public static double Weight(int count, double length) => count * (K1 + 1) / (count + K1 * (1 - B + B * length));

    /// <summary>The most that a term can score in a text that so many of all texts have.</summary>
    public static double Most(int with, int all) => Idf(with, all) * (K1 + 1);
}
