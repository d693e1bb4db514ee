using Elaoms.Core.Calls;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Records;

/// <summary>
/// Everything that is known of one caller, as one; it is stored in parts. Profile and indexes are derived from it. It depends only on
/// the calls it holds and the changes of operators, not on their order.
/// </summary>
public sealed record CallerRecord
{
    /// <summary>How many times the record has changed.</summary>
    public long Revision { get; init; }

    /// <summary>Who it is.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The calls by start.</summary>
    public IReadOnlyList<PastCall> Calls { get; init; } = [];

    /// <summary>What was said of the caller, call by call, and what operators say; also what no longer holds.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>What was said in the calls, by time.</summary>
    public IReadOnlyList<Memory> Memories { get; init; } = [];

    /// <summary>The changes of operators that it was made with; null for none.</summary>
    public AppliedChanges? Changes { get; init; }

    /// <summary>
    /// Whether a call was learned since lines have a kind of their own. Until then a record of the kind <see cref="CallerKind.User"/> may
    /// hold what the line of that name said.
    /// </summary>
    public bool IsKindCertain => Calls.Any(call => call.IsKindCertain);

    /// <summary>The call with the latest start.</summary>
    public PastCall? LastCall => Calls.Count == 0 ? null : Calls[^1];

    /// <summary>What holds now.</summary>
    public KnownFacts Known() => new(new FactFold(new FactState()).Add(Facts));

    /// <summary>The record with what a call teaches, in place of what an earlier payload of the same conversation taught.</summary>
    /// <returns>A record of the next revision, or this one if it already holds that payload or one that supersedes it.</returns>
    public CallerRecord With(ExtractedCall extracted)
    {
        var id = extracted.Call.ConversationId;
        return Calls.Any(call => call.ConversationId == id && !extracted.Call.PayloadVersion.Supersedes(call.PayloadVersion))
            ? this
            : Next(
                Calls.Where(call => call.ConversationId != id).Append(extracted.Call),
                Facts.Where(fact => fact.Source.ConversationId != id).Concat(extracted.Facts),
                Memories.Where(memory => memory.ConversationId != id).Concat(extracted.Memories));
    }

    /// <summary>The record without what a conversation taught.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="last">What a payload taught that supersedes this one stays.</param>
    /// <returns>A record of the next revision, or this one if there is nothing to take out.</returns>
    public CallerRecord Without(string conversationId, PayloadVersion last)
        => Calls.Any(call => call.ConversationId == conversationId && call.PayloadVersion.Supersedes(last))
            ? this
            : Without(conversationId);

    /// <summary>The record without what a conversation taught.</summary>
    /// <returns>A record of the next revision, or this one if the conversation is not in it.</returns>
    public CallerRecord Without(string conversationId)
        => Calls.All(call => call.ConversationId != conversationId)
            ? this
            : Next(
                Calls.Where(call => call.ConversationId != conversationId),
                Facts.Where(fact => fact.Source.ConversationId != conversationId),
                Memories.Where(memory => memory.ConversationId != conversationId));

    /// <summary>What a profile is derived from.</summary>
    internal CallerOverview Overview() => new(
        Revision,
        Caller,
        IsKindCertain,
        Calls.Count,
        LastCall,
        Memories.Where(memory => memory.ConversationId == LastCall?.ConversationId),
        Known(),
        CallDays.Of(Calls).Busiest,
        Changes);

    /// <summary>The record with other content, which may come in any order.</summary>
    internal CallerRecord Holding(IEnumerable<PastCall> calls, IEnumerable<Fact> facts, IEnumerable<Memory> memories) => this with
    {
        Calls = [.. calls.OrderBy(call => call.Place)],
        Facts = [.. facts.OrderBy(fact => fact.Call)],
        Memories = [.. InOrder(memories)],
    };

    /// <summary>Memories in the order of a record.</summary>
    internal static IEnumerable<Memory> InOrder(IEnumerable<Memory> memories) => memories
        .OrderBy(memory => memory.Time)
        .ThenBy(memory => memory.ConversationId, StringComparer.Ordinal)
        .ThenBy(memory => memory.Turn ?? -1);

    private CallerRecord Next(IEnumerable<PastCall> calls, IEnumerable<Fact> facts, IEnumerable<Memory> memories)
        => Holding(calls, facts, memories) with { Revision = Revision + 1 };
}
