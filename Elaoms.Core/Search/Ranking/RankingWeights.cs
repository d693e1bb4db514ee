namespace Elaoms.Core.Search.Ranking;

/// <summary>
/// The weight of each signal. Few and round, since they were chosen on few conversations: docs/memory.md has the measurements.
/// </summary>
internal sealed record RankingWeights
{
    /// <summary>The weights of the product.</summary>
    public static RankingWeights Default { get; } = new();

    /// <summary>The share that a word of the turn next to it counts in a turn that lacks the word.</summary>
    public double Beside { get; init; } = 0.4;

    /// <summary>The share that a word of the turn after that counts.</summary>
    public double Near { get; init; } = 0.2;

    /// <summary>The further share if the turn before is a question, which this one may answer.</summary>
    public double Asked { get; init; } = 0.4;

    /// <summary>The share of its words' score that a whole call gives to its turns.</summary>
    public double Call { get; init; } = 1;

    /// <summary>The factor of what was said by the side that the query names.</summary>
    public double Speaker { get; init; } = 2;

    /// <summary>The factor of what the caller said where the query names no side: the agent repeats it, and the caller knows it.</summary>
    public double Caller { get; init; } = 1.3;

    /// <summary>The factor of what was said at a date that the query names.</summary>
    public double Date { get; init; } = 3;

    /// <summary>The factor of what tells a time, where the query asks for one.</summary>
    public double Time { get; init; } = 1.4;

    /// <summary>The factor of what is a question itself: who asks doesn't tell.</summary>
    public double Question { get; init; } = 0.9;

    /// <summary>A search whose best result is less relevant finds nothing.</summary>
    public double Floor { get; init; } = Relevance.Floor;

    /// <summary>How much less each further result of the same call counts, as a share.</summary>
    public double Spread { get; init; } = 0.05;
}
