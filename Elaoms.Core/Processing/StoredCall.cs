using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Core.Processing;

/// <summary>Makes a call of what a record holds of it, when its payload is gone.</summary>
internal static class StoredCall
{
    /// <summary>The call as far as it was stored: redacted turns, title and summary, and the collected values that became facts.</summary>
    public static Call Of(CallerRecord record, PastCall past) => new()
    {
        CallerIdentification = CallerIdentification.Known,
        Caller = record.Caller,
        AgentId = past.AgentId,
        StartedAt = past.StartedAt,
        DurationSeconds = past.DurationSeconds,
        Title = past.Title,
        Summary = past.Summary,
        Language = past.Language,
        Outcome = past.Outcome,
        IsUnresolved = Resolution.IsFailure(past.Outcome)
            || record.Facts.Any(fact => fact.Source.ConversationId == past.ConversationId && fact.Source.Kind == FactSource.FailedCall),
        Turns =
        [
            .. from memory in record.Memories
               where memory.ConversationId == past.ConversationId && memory is { Turn: not null, Role: not null }
               orderby memory.Turn
               select new Turn(memory.Turn!.Value, memory.Role!, memory.Text, (memory.Time - past.StartedAt).TotalSeconds),
        ],
        Collected =
        [
            .. from fact in record.Facts
               where fact.Source.ConversationId == past.ConversationId && fact.Source.Kind == FactSource.DataCollection && !fact.Ends
               select new CollectedValue(fact.Key, fact.Value),
        ],
    };
}
