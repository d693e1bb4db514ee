namespace Elaoms.Core.Recall.Ranking;

/// <summary>
/// What each signal counts. The best text's own words count 1; all else is to be read against that. Few and round, since they were chosen on few conversations: docs/memory.md has the
/// measurements.
/// </summary>
internal sealed record RankingWeights
{
    /// <summary>The weights of the product.</summary>
    public static RankingWeights Default { get; } = new();

    /// <summary>The words of the turn before.</summary>
    public double Before { get; init; } = 0.3;

    /// <summary>The words of the turn before that.</summary>
    public double LongBefore { get; init; } = 0.2;

    /// <summary>The words of the turn after.</summary>
    public double After { get; init; } = 0.2;

    /// <summary>The words of the turn after that.</summary>
    public double LongAfter { get; init; } = 0.1;

    /// <summary>As much more for the turn before when it is a question: an answer takes up what was asked.</summary>
    public double Asked { get; init; } = 0.4;

    /// <summary>The whole call's words, against the best call's.</summary>
    public double Call { get; init; } = 0.6;

    /// <summary>Said by whom the query names.</summary>
    public double Speaker { get; init; } = 0.5;

    /// <summary>Said at a date that the query names.</summary>
    public double Date { get; init; } = 1;

    /// <summary>Says when, and the query asks when.</summary>
    public double Time { get; init; } = 0.2;

    /// <summary>Is a question itself: who asks doesn't tell. It counts against the turn.</summary>
    public double Question { get; init; } = 0.1;

    /// <summary>For each tenfold of words: who says more tells more.</summary>
    public double Length { get; init; } = 0.1;
}
