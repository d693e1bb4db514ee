using Elaoms.Core.Changes;
using Elaoms.Core.Records;

namespace Elaoms.Core.Operators;

/// <summary>What an operator asks to change.</summary>
public sealed record ChangeRequest
{
    private const int MaxKeyLength = 64;

    /// <summary>Names the request: the same id twice is one change. See <see cref="CallerChange.IsId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Who asks: the name of a key, never the key.</summary>
    public required string By { get; init; }

    /// <summary>What is to be done.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>The key of the fact; null for a value of any.</summary>
    public string? Fact { get; init; }

    /// <summary><see cref="Fact"/>, if it is written as the key of one; nothing else may stand in the audit log.</summary>
    public string? KnownFact => Fact is { Length: > 0 and <= MaxKeyLength } fact && fact.All(IsOfKey) ? fact : null;

    /// <summary>
    /// The value that is corrected, forgotten or rejected; null for what holds now, and to forget, for all values of the fact.
    /// </summary>
    public string? Old { get; init; }

    /// <summary>The value that is so from now on: of a correction, an added fact, or a confirmed name.</summary>
    public string? Value { get; init; }

    /// <summary>What is said of the line.</summary>
    public LineMark Line { get; init; }

    /// <summary>The conversation that is to be deleted.</summary>
    public string? ConversationId { get; init; }

    private static bool IsOfKey(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_';
}

/// <summary>What became of a request.</summary>
/// <param name="Status">Whether it was done.</param>
/// <param name="Reason">Why not, as a sentence that holds no value; null when it was done.</param>
public sealed record ChangeResult(ChangeStatus Status, string? Reason = null)
{
    /// <summary>Whether the record is as it was asked to be.</summary>
    public bool IsDone => Status is ChangeStatus.Applied or ChangeStatus.AlreadyApplied;
}

/// <summary>Whether a request was done.</summary>
public enum ChangeStatus
{
    /// <summary>It was done.</summary>
    Applied,

    /// <summary>A request of the same id was done before.</summary>
    AlreadyApplied,

    /// <summary>It can't be done as it was asked.</summary>
    Invalid,

    /// <summary>There is nothing of the kind that it names.</summary>
    NotFound,

    /// <summary>The caller has as many changes as may be.</summary>
    TooMany,
}
