namespace Elaoms.Tests.Processing.Corpus;

/// <summary>A caller of the labelled corpus: the calls, and what is to be known after them. docs/memory.md describes the form.</summary>
internal sealed record CorpusCase
{
    public required string Id { get; init; }

    public required string Language { get; init; }

    public string About { get; set; } = "";

    /// <summary>Whether the point is something that must not be learned, or must not be current.</summary>
    public bool Trap { get; init; }

    /// <summary>In the order of delivery.</summary>
    public required IReadOnlyList<CorpusCall> Calls { get; init; }

    /// <summary>All that is current at the end, as <c>key = value x2 @call.turn</c>.</summary>
    public IReadOnlyList<string> Facts { get; set; } = [];

    /// <summary>What is known to be over.</summary>
    public IReadOnlyList<string> Former { get; set; } = [];

    /// <summary>Sectors of turns, as <c>call.turn sector</c>.</summary>
    public IReadOnlyList<string> Sectors { get; set; } = [];

    /// <summary>What must be stored nowhere.</summary>
    public IReadOnlyList<string> Hidden { get; set; } = [];

    /// <summary>Words that no fact may have.</summary>
    public IReadOnlyList<string> Never { get; set; } = [];
}
