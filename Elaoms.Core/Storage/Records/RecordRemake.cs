using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Storage.Records;

/// <content>Making all of a record anew when an operator has changed something.</content>
internal sealed partial class RecordEdit
{
    /// <summary>Makes what was learned so far as it is by today's changes of operators.</summary>
    /// <param name="extracted">
    /// Calls as their payloads teach them, by conversation; of the others, what is stored is taken. One of which something was forgotten
    /// before is needed here: values may overlap.
    /// </param>
    public async Task RemakeAsync(IReadOnlyDictionary<string, ExtractedCall> extracted, CancellationToken cancellationToken)
    {
        var own = _calls.ConvertAll(call => new ExtractedCall(
            call,
            _facts.FindAll(fact => fact.Source.ConversationId == call.ConversationId),
            _memories.FindAll(memory => memory.ConversationId == call.ConversationId)));
        var (made, isChanged) = Remake(own, extracted);
        if (isChanged)
        {
            _calls.Clear();
            _calls.AddRange(made.Select(one => one.Call));
            _memories.Clear();
            _memories.AddRange(made.SelectMany(one => one.Memories));
            _facts = [.. made.SelectMany(one => one.Facts)];
        }

        var moved = new List<PastCall>();
        await foreach (var (entry, segment) in list.ReadAllAsync(cancellationToken))
        {
            var (facts, memories) = (
                segment.Facts.ToLookup(fact => fact.Source.ConversationId, StringComparer.Ordinal),
                segment.ReadMemories().ToLookup(memory => memory.ConversationId, StringComparer.Ordinal));
            var (remade, isOther) = Remake(
                [.. segment.Calls.Select(call => new ExtractedCall(
                    call, [.. facts[call.ConversationId]], [.. memories[call.ConversationId]]))],
                extracted);
            moved.AddRange(remade.Select(one => one.Call));
            if (!isOther)
                continue;
            isChanged = true;
            list.Replace(entry, remade.Count == 0 ? null : RecordSegment.Empty.With(
                remade.Select(one => one.Call),
                remade.SelectMany(one => one.Facts),
                CallerRecord.InOrder(remade.SelectMany(one => one.Memories)),
                indexer));
        }

        _callsInSegments.Clear();
        _callsInSegments.AddRange(moved);
        if (!isChanged && _applied == rules?.Applied)
            return;
        _applied = rules?.Applied;
        _foldsAgain = true;
        Change();
    }

    private (List<ExtractedCall> Made, bool IsChanged) Remake(
        IReadOnlyList<ExtractedCall> stored, IReadOnlyDictionary<string, ExtractedCall> extracted)
    {
        var (made, isChanged) = (new List<ExtractedCall>(), false);
        foreach (var call in stored)
        {
            if (IsToBeLeftOut(call.Call))
            {
                CountCall(call.Call, -1);
                isChanged = true;
                continue;
            }

            var again = extracted.TryGetValue(call.Call.ConversationId, out var anew) && anew.Call.Payload == call.Call.Payload
                ? anew with { Call = anew.Call with { PayloadVersion = call.Call.PayloadVersion, IsKindCertain = call.Call.IsKindCertain } }
                : call;
            again = rules?.Apply(again) ?? again;
            made.Add(again);
            isChanged |= !ReferenceEquals(again, call);
        }

        return (made, isChanged);
    }

    private bool IsToBeLeftOut(PastCall call) => rules is not null
        && (rules.IsOptedOutAt(call.StartedAt)
            || (PayloadName.Parse(call.Payload)?.ConversationHash is { } conversation && rules.IsDeleted(conversation)));
}
