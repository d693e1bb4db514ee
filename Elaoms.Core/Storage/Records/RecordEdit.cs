using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Storage.Records;

/// <summary>
/// A change of a record. It reads only the segments that the change is about, and says which are to be written before the head and
/// which are to be deleted after it.
/// </summary>
/// <param name="head">The head as it was read; null for the first call of a caller.</param>
/// <param name="caller">Who it is.</param>
/// <param name="list">The list of its segments.</param>
/// <param name="indexer">Makes what a search needs of memories.</param>
/// <param name="rules">What operators have changed of the caller; null for nothing.</param>
internal sealed partial class RecordEdit(
    RecordHead? head, Caller caller, SegmentListEdit list, IMemoryIndexer indexer, ChangeRules? rules = null)
{
    private readonly List<PastCall> _calls = [.. head?.Calls ?? []];
    private readonly List<PastCall> _callsInSegments = [.. head?.History.CallsInSegments ?? []];
    private readonly List<Memory> _memories = [.. head?.ReadMemories() ?? []];
    private readonly HashSet<string> _late = new(StringComparer.Ordinal);
    private readonly Dictionary<DateOnly, int> _callsOfDay = [];
    private List<Fact> _facts = [.. head?.History.Facts ?? []];
    private FactState? _earlier = head?.History.Earlier;
    private long _revision = head?.Revision ?? 0;
    private bool _foldsAgain;
    // What an operator changed since the head was written waits until the whole record is made anew.
    private AppliedChanges? _applied = head is null ? rules?.Applied : head.Changes;

    /// <summary>Whether the record is another than was read.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Whether there was no record.</summary>
    public bool IsFirst => head is null;

    /// <summary>The list of the record's segments, and what is to be written and deleted of it.</summary>
    public SegmentListEdit List => list;

    /// <summary>Adds what a call teaches, in place of what an earlier payload of the same conversation taught.</summary>
    public async Task TeachAsync(ExtractedCall extracted, CancellationToken cancellationToken)
    {
        if (IsToBeLeftOut(extracted.Call) || rules?.Applied.IsOptedOut == true)
            return;
        extracted = rules?.Apply(extracted) ?? extracted;
        var version = extracted.Call.PayloadVersion;
        var former = await TakeOutAsync(
            extracted.Call.ConversationId,
            held => version.Supersedes(held.PayloadVersion),
            extracted.FirstClaimedAt,
            cancellationToken);
        if (former == TakeOutResult.Stays)
            return;
        _calls.Add(extracted.Call);
        CountCall(extracted.Call, 1);
        _facts.AddRange(extracted.Facts);
        _memories.AddRange(extracted.Memories);
        if (IsFolded(extracted.Call))
        {
            _late.Add(extracted.Call.ConversationId);
            _foldsAgain |= extracted.Facts.Count > 0;
        }

        Change();
    }

    /// <summary>Takes out what a conversation taught, unless the record holds a payload of it that supersedes the given one.</summary>
    public async Task ForgetAsync(string conversationId, PayloadVersion? last, CancellationToken cancellationToken)
    {
        var result = await TakeOutAsync(
            conversationId,
            held => last is not { } version || !held.PayloadVersion.Supersedes(version),
            firstClaimedAt: null,
            cancellationToken);
        if (result == TakeOutResult.TakenOut)
            Change();
    }

    /// <summary>Whether the head has no room for all of its calls.</summary>
    public bool HasToMove => RecordLimits.Moving(_calls, Sizes()).Count > 0;

    /// <summary>The new head.</summary>
    /// <param name="mayMove">
    /// Whether calls may be moved into segments. Not in the first version of a head: whoever erases the caller knows by the head whether
    /// somebody may still name a segment.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RecordHead> FinishAsync(bool mayMove, CancellationToken cancellationToken)
    {
        _calls.Sort((one, other) => one.Place.CompareTo(other.Place));
        var days = DaysBefore()?.With(_callsOfDay);
        // A head from before people and days were counted has neither. What operators say is no part of any call.
        if (_foldsAgain || _earlier is { People: null } || (head is null && rules is { Facts.Count: > 0 }))
            await ReadFactsAgainAsync(cancellationToken);
        days ??= await CountDaysAgainAsync(cancellationToken);
        if (mayMove)
            await MoveAsync(Moving(), cancellationToken);
        var (rest, room) = HeadWithoutList(days, mayMove);
        // Facts, names and summaries at their longest, and the newest call besides.
        if (room < RecordLimits.LeastListBytes && mayMove && _calls.Count > 0)
        {
            await MoveAsync([.. _calls], cancellationToken);
            (rest, room) = HeadWithoutList(days, mayMove);
        }

        await list.FinishAsync(room, cancellationToken);
        var changed = rest with { Version = RecordHead.VersionWith(list.Pages, _applied), Segments = list.Newest, Pages = list.Pages };
        var digest = changed.DigestNow();
        return RecordLimits.SizeOf(digest) <= Math.Min(RecordLimits.MaxDigestBytes, room - list.BytesInHead)
            ? changed with { Digest = digest }
            : changed;
    }

    private (RecordHead Head, int Room) HeadWithoutList(CallDays days, bool mayMove)
    {
        Fold();
        // What moves next is indexed there.
        var indexed = mayMove || !HasToMove ? indexer : null;
        var without = new RecordHead
        {
            Revision = _revision,
            Caller = head?.Caller ?? caller,
            Changes = _applied,
            History = new RecordHistory
            {
                CallsInSegments = RecordLimits.Newest(_callsInSegments.OrderBy(call => call.Place)),
                Earlier = _earlier,
                Facts = [.. _facts.OrderBy(fact => fact.Call)],
                Days = days,
            },
        }.With([.. _calls], CallerRecord.InOrder(_memories), indexed);
        return (without, RecordLimits.MaxHeadBytes - StoredJson.Write(without, RecordJson.Default.RecordHead).Length);
    }

    private void Change()
    {
        IsChanged = true;
        _revision++;
    }

    private async Task<TakeOutResult> TakeOutAsync(
        string conversationId, Predicate<PastCall> mayGo, DateTimeOffset? firstClaimedAt, CancellationToken cancellationToken)
    {
        if (_calls.Find(call => call.ConversationId == conversationId) is { } held)
        {
            if (!mayGo(held))
                return TakeOutResult.Stays;
            _calls.Remove(held);
            CountCall(held, -1);
            _memories.RemoveAll(memory => memory.ConversationId == conversationId);
            _facts.RemoveAll(fact => fact.Source.ConversationId == conversationId);
            return TakeOutResult.TakenOut;
        }

        await foreach (var entry in list.FindAsync(conversationId, firstClaimedAt, cancellationToken))
        {
            var segment = await list.ReadAsync(entry, cancellationToken);
            if (segment.Calls.FirstOrDefault(call => call.ConversationId == conversationId) is not { } moved)
                continue;
            if (!mayGo(moved))
                return TakeOutResult.Stays;
            list.Replace(entry, segment.Calls.Count > 1 ? segment.Without(conversationId, indexer) : null);
            _foldsAgain |= IsFolded(moved) && segment.Facts.Any(fact => fact.Source.ConversationId == conversationId);
            _facts.RemoveAll(fact => fact.Source.ConversationId == conversationId);
            _callsInSegments.RemoveAll(call => call.ConversationId == conversationId);
            CountCall(moved, -1);
            return TakeOutResult.TakenOut;
        }

        return TakeOutResult.NotThere;
    }

    private void CountCall(PastCall call, int by)
        => _callsOfDay[CallDays.DayOf(call)] = _callsOfDay.GetValueOrDefault(CallDays.DayOf(call)) + by;

    private CallDays? DaysBefore() => head switch
    {
        null => new CallDays(),
        { History.Days: null, Segments: [] } => CallDays.Of(head.Calls),
        _ => head.History.Days,
    };

    private bool IsFolded(PastCall call) => _earlier?.Until is { } until && call.Place <= until;

    // What was said before calls that were folded already: the only way to what holds is from the beginning.
    private async Task ReadFactsAgainAsync(CancellationToken cancellationToken)
    {
        var own = _calls.Select(call => call.ConversationId).ToHashSet(StringComparer.Ordinal);
        var facts = _facts.FindAll(fact => own.Contains(fact.Source.ConversationId));
        await foreach (var (_, segment) in list.ReadAllAsync(cancellationToken))
            facts.AddRange(segment.Facts);
        facts.AddRange(rules?.Facts ?? []);
        (_facts, _earlier) = (facts, null);
    }

    private async Task<CallDays> CountDaysAgainAsync(CancellationToken cancellationToken)
    {
        var calls = _calls.ToList();
        await foreach (var (_, segment) in list.ReadAllAsync(cancellationToken))
            calls.AddRange(segment.Calls);
        return CallDays.Of(calls);
    }

    private List<PastCall> Moving()
    {
        // What began before calls whose facts were folded can't stay: nothing after it could be folded.
        var moving = _calls.FindAll(call => _late.Contains(call.ConversationId));
        moving.AddRange(RecordLimits.Moving(_calls.Except(moving).ToList(), Sizes()));
        return moving;
    }

    private async Task MoveAsync(List<PastCall> moving, CancellationToken cancellationToken)
    {
        if (moving.Count == 0)
            return;
        var sizes = Sizes();
        var memories = _memories.ToLookup(memory => memory.ConversationId, StringComparer.Ordinal);
        var facts = _facts.ToLookup(fact => fact.Source.ConversationId, StringComparer.Ordinal);
        // One segment is written: the last, if all of it has room there.
        var needed = moving.Sum(call => sizes[call.ConversationId]);
        var last = list.Last is { } entry && entry.Bytes + needed <= RecordLimits.MaxSegmentBytes ? entry : null;
        foreach (var calls in last is null ? RecordLimits.Split(moving, sizes) : [moving])
        {
            var before = last is null ? RecordSegment.Empty : await list.ReadAsync(last, cancellationToken);
            var segment = before.With(
                calls,
                calls.SelectMany(call => facts[call.ConversationId]),
                CallerRecord.InOrder(calls.SelectMany(call => memories[call.ConversationId])),
                indexer);
            if (last is null)
                list.Add(segment);
            else
                list.Replace(last, segment);
        }

        var moved = moving.Select(call => call.ConversationId).ToHashSet(StringComparer.Ordinal);
        _calls.RemoveAll(call => moved.Contains(call.ConversationId));
        _memories.RemoveAll(memory => moved.Contains(memory.ConversationId));
        _callsInSegments.AddRange(moving);
    }

    // Facts of calls in segments are kept here as well while a call that began before them may still come.
    private void Fold()
    {
        var own = _calls.Select(call => call.ConversationId).ToHashSet(StringComparer.Ordinal);
        var byCall = _facts.GroupBy(fact => fact.Call).OrderBy(call => call.Key).ToList();
        var size = byCall.Where(call => !own.Contains(call.Key.ConversationId)).Sum(call => call.Sum(fact => fact.StoredBytes));
        var folded = 0;
        for (; size > RecordLimits.MaxFactsBytes && !own.Contains(byCall[folded].Key.ConversationId); folded++)
            size -= byCall[folded].Sum(fact => fact.StoredBytes);
        if (folded == 0)
            return;
        _earlier = new FactFold(_earlier ?? new FactState()).Add(byCall.Take(folded).SelectMany(call => call)).ToState();
        _facts = [.. byCall.Skip(folded).SelectMany(call => call)];
    }

    private Dictionary<string, int> Sizes()
    {
        var sizes = _calls.ToDictionary(call => call.ConversationId, RecordLimits.SizeOf, StringComparer.Ordinal);
        foreach (var memory in _memories)
            sizes[memory.ConversationId] += RecordLimits.SizeOf(memory);
        foreach (var fact in _facts.Where(fact => sizes.ContainsKey(fact.Source.ConversationId)))
            sizes[fact.Source.ConversationId] += fact.StoredBytes;
        return sizes;
    }

    /// <summary>What became of a conversation that was to be taken out.</summary>
    private enum TakeOutResult
    {
        /// <summary>The record does not hold it.</summary>
        NotThere,

        /// <summary>It is out.</summary>
        TakenOut,

        /// <summary>It stays, since it must not go.</summary>
        Stays,
    }
}
