using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Listing;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>The list of calls of a storage that nobody looks at.</summary>
internal sealed class NothingListed : ICallList
{
    public ValueTask WriteAsync(CallListing listing, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask WriteAllAsync(ListedCaller caller, IReadOnlyCollection<ListedCall> calls, CancellationToken cancellationToken)
        => ValueTask.CompletedTask;

    public ValueTask RemoveCallAsync(string id, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask RemoveCallerAsync(CallerKey caller, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask EraseAsync(CallerKey caller, IReadOnlyCollection<string> conversations, CancellationToken cancellationToken)
        => ValueTask.CompletedTask;

    public ValueTask<int> RemoveStaleAsync(DateTimeOffset writtenBefore, CancellationToken cancellationToken) => ValueTask.FromResult(0);

    public ValueTask<ListedCaller?> FindCallerAsync(CallerKey caller, CancellationToken cancellationToken)
        => ValueTask.FromResult<ListedCaller?>(null);

    public ValueTask<ListedCaller?> FindByUserIdAsync(string userId, CancellationToken cancellationToken)
        => ValueTask.FromResult<ListedCaller?>(null);

    public ValueTask<ListedCall?> FindCallAsync(string id, CancellationToken cancellationToken)
        => ValueTask.FromResult<ListedCall?>(null);

    public ValueTask<ListPage<ListedCaller>> ListCallersAsync(ListPosition? after, int count, CancellationToken cancellationToken)
        => ValueTask.FromResult(new ListPage<ListedCaller>([], Next: null));

    public ValueTask<ListPage<ListedCall>> ListCallsAsync(
        CallFilter filter, ListPosition? after, int count, CancellationToken cancellationToken)
        => ValueTask.FromResult(new ListPage<ListedCall>([], Next: null));

    public ValueTask<CallCounts> CountAsync(DateOnly day, CancellationToken cancellationToken)
        => ValueTask.FromResult(new CallCounts(0, 0, 0));
}
