using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Core.Processing;

/// <summary>Counts what is learned again. Safe for use by several threads.</summary>
internal sealed class RelearnCount(int callers)
{
    private readonly Lock _lock = new();
    private RelearnProgress _progress = new(callers);

    /// <summary>The earliest day from which a payload was seen; null when none was.</summary>
    public DateOnly? FirstDay { get; private set; }

    public RelearnProgress Add(int callersDone = 0, int calls = 0, int fromTurns = 0, int ofAnother = 0, int failed = 0)
    {
        lock (_lock)
        {
            return _progress = _progress with
            {
                CallersDone = _progress.CallersDone + callersDone,
                Calls = _progress.Calls + calls,
                FromTurns = _progress.FromTurns + fromTurns,
                OfAnother = _progress.OfAnother + ofAnother,
                Failed = _progress.Failed + failed,
            };
        }
    }

    public void See(DateOnly day)
    {
        lock (_lock)
            FirstDay = FirstDay < day ? FirstDay : day;
    }

    /// <summary>Counts the facts that come and go when a record is taught.</summary>
    public void Compare(CallerRecord record, IReadOnlyList<ExtractedCall> extractedCalls)
    {
        var conversations = extractedCalls.Select(extracted => extracted.Call.ConversationId).ToHashSet(StringComparer.Ordinal);
        var before = record.Facts.Where(fact => conversations.Contains(fact.Source.ConversationId)).Select(Of).ToHashSet();
        var after = extractedCalls.SelectMany(extracted => extracted.Facts).Select(Of).ToHashSet();
        lock (_lock)
        {
            _progress = _progress with
            {
                FactsAdded = _progress.FactsAdded + after.Count(fact => !before.Contains(fact)),
                FactsRemoved = _progress.FactsRemoved + before.Count(fact => !after.Contains(fact)),
            };
        }
    }

    private static (string Conversation, string Key, string Value, bool Ends) Of(Fact fact)
        => (fact.Source.ConversationId, fact.Key, fact.Value, fact.Ends);
}
