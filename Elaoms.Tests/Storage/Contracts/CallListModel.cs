using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What happens to a conversation, or to a caller.</summary>
internal sealed record CallListStep(CallListStepKind Kind, int Conversation, int Caller);

internal enum CallListStepKind
{
    Learn,
    LearnAgain,
    LearnAndDie,
    Fail,
    Remove,
    Erase,
}

/// <summary>Records, and what a list of them says that was told of some of their changes.</summary>
internal sealed class CallListModel
{
    public const int CallerCount = 3;

    private readonly Dictionary<string, ListedCall> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<CallerKey, ListedCaller> _callers = [];
    private readonly Dictionary<CallerKey, ListedCaller> _records = [];
    private readonly HashSet<int> _claimed = [];

    public IEnumerable<ListedCall> Calls => _calls.Values.OrderByDescending(call => call.BeganAt);

    public IEnumerable<ListedCaller> Callers => _callers.Values.OrderByDescending(caller => caller.LastCallAt);

    public async Task DoAsync(ICallList list, CallListStep step, DateTimeOffset at)
    {
        var key = CallListContract.KeyOf(step.Caller);
        var id = CallListContract.IdOf(step.Conversation);
        switch (step.Kind)
        {
            case CallListStepKind.Learn or CallListStepKind.LearnAgain or CallListStepKind.LearnAndDie:
                await LearnAsync(list, step, key, at);
                break;
            case CallListStepKind.Fail:
                _claimed.Add(step.Conversation);
                _calls[id] = CallListContract.Call(step.Conversation, 0, key, ReceiptResult.Failed, "r") with { BeganAt = at };
                await list.WriteAsync(new CallListing(_calls[id]), CancellationToken.None);
                break;
            case CallListStepKind.Remove:
                if (_calls.Remove(id, out var removed) && removed.Caller is { } caller && _calls.Values.All(call => call.Caller != caller))
                    _callers.Remove(caller);
                await list.RemoveCallAsync(id, CancellationToken.None);
                break;
            default:
                foreach (var call in _calls.Values.Where(call => call.Caller == key).ToList())
                    _calls.Remove(call.Id);
                _callers.Remove(key);
                await list.EraseAsync(key, [], CancellationToken.None);
                break;
        }
    }

    private async Task LearnAsync(ICallList list, CallListStep step, CallerKey key, DateTimeOffset at)
    {
        var before = _records.GetValueOrDefault(key);
        var now = new ListedCaller(key, "phone …0123", at, (before?.Calls ?? 0) + 1, (before?.Revision ?? 0) + 1);
        _records[key] = now;
        var isFirst = _claimed.Add(step.Conversation);
        if (step.Kind == CallListStepKind.LearnAndDie)
            return;
        var call = CallListContract.Call(step.Conversation, 0, key) with { BeganAt = at };
        (_calls[call.Id], _callers[key]) = (call, now);
        var listing = step.Kind == CallListStepKind.Learn
            ? new CallListing(call, now, before, isFirst)
            : new CallListing(call, now);
        await list.WriteAsync(listing, CancellationToken.None);
    }
}
