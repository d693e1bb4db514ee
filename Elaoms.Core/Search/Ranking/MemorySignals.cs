namespace Elaoms.Core.Search.Ranking;

/// <summary>
/// Why a memory was found by its words: the score is the sum of <see cref="Words"/> and <see cref="Call"/>, times the factors.
/// docs/memory.md explains them.
/// </summary>
public sealed record MemorySignals
{
    /// <summary>The score of nothing: no word was found, as in a query of common words alone.</summary>
    public static readonly MemorySignals None = new();

    /// <summary>What the query's words score in the memory and the turns around it.</summary>
    public double Words { get; init; }

    /// <summary>What they score in the whole call.</summary>
    public double Call { get; init; }

    /// <summary>The factor for a date that the query names.</summary>
    public double Date { get; init; } = 1;

    /// <summary>The factor for who said it.</summary>
    public double Speaker { get; init; } = 1;

    /// <summary>The factor for telling a time where the query asks for one.</summary>
    public double Time { get; init; } = 1;

    /// <summary>The factor for being a question itself.</summary>
    public double Question { get; init; } = 1;

    /// <summary>The words of the query that stand in the memory, or in a fact that it states.</summary>
    public IReadOnlyList<string> Own { get; init; } = [];

    /// <summary>The words of the query that stand in the turns around it.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>The score. It has no scale of its own: scores of one query compare.</summary>
    public double Score => (Words + Call) * Date * Speaker * Time * Question;
}
