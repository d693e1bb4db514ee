using Elaoms.Core.Calls;

namespace Elaoms.Core.Storage.Listing;

/// <summary>
/// Lists callers and calls by time. It is made of records and receipts and is never the truth: it can be lost and made again. Storage
/// faults are exceptions.
/// </summary>
public interface ICallList
{
    /// <summary>Writes a call, and its caller, over what is listed of the conversation. Repeating it changes nothing.</summary>
    ValueTask WriteAsync(CallListing listing, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a caller and calls of that caller's record. What is listed of a call and is null here stays.
    /// </summary>
    ValueTask WriteAllAsync(ListedCaller caller, IReadOnlyCollection<ListedCall> calls, CancellationToken cancellationToken);

    /// <summary>Removes a call; also its caller, if no other call of that caller is listed.</summary>
    ValueTask RemoveCallAsync(string id, CancellationToken cancellationToken);

    /// <summary>Removes a caller, but no calls: the caller's record holds nothing any more.</summary>
    ValueTask RemoveCallerAsync(CallerKey caller, CancellationToken cancellationToken);

    /// <summary>Removes a caller with all calls that name the caller, and whatever is listed of conversations.</summary>
    /// <param name="conversations">The conversations, as payload names spell them.</param>
    ValueTask EraseAsync(CallerKey caller, IReadOnlyCollection<string> conversations, CancellationToken cancellationToken);

    /// <summary>
    /// Removes what records and failed receipts would have brought since, and was last written before: callers, learned and failed calls.
    /// </summary>
    /// <returns>How many entries were removed.</returns>
    ValueTask<int> RemoveStaleAsync(DateTimeOffset writtenBefore, CancellationToken cancellationToken);

    /// <summary>Finds a caller; null when the caller is not listed.</summary>
    ValueTask<ListedCaller?> FindCallerAsync(CallerKey caller, CancellationToken cancellationToken);

    /// <summary>
    /// Finds a caller by the <c>user_id</c> of the caller's conversations at the platform; null when nobody listed has it.
    /// </summary>
    ValueTask<ListedCaller?> FindByUserIdAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Finds a call by its <see cref="ListedCall.Id"/>; null when it is not listed.</summary>
    ValueTask<ListedCall?> FindCallAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lists callers, those who called last first.</summary>
    /// <param name="after">Where to go on; null for the newest.</param>
    /// <param name="count">The most entries, up to <see cref="ListPages.MaxCount"/>.</param>
    ValueTask<ListPage<ListedCaller>> ListCallersAsync(ListPosition? after, int count, CancellationToken cancellationToken);

    /// <summary>Lists calls, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">Where to go on; null for the newest.</param>
    /// <param name="count">The most entries, up to <see cref="ListPages.MaxCount"/>.</param>
    ValueTask<ListPage<ListedCall>> ListCallsAsync(
        CallFilter filter, ListPosition? after, int count, CancellationToken cancellationToken);

    /// <summary>Counts the calls that began on a day (UTC).</summary>
    ValueTask<CallCounts> CountAsync(DateOnly day, CancellationToken cancellationToken);
}
