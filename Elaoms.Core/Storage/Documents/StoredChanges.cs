using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Storage.Documents;

/// <summary>The changes of callers as they are stored, beside the calls.</summary>
public sealed class StoredChanges(IDocumentStore<CallerChanges> documents, ElaomsSettings settings)
{
    private readonly byte[] _hashKey = Encoding.UTF8.GetBytes(settings.CallerHashKey);

    /// <summary>Reads what a caller's changes do; null when there are none.</summary>
    public async ValueTask<ChangeRules?> ReadAsync(CallerKey caller, CancellationToken cancellationToken)
        => await documents.ReadAsync(caller, cancellationToken) is { } stored ? new ChangeRules(stored.Value, ValuesOf(caller)) : null;

    /// <summary>Reads a caller's changes; null when there are none.</summary>
    public async ValueTask<CallerChanges?> ReadAllAsync(CallerKey caller, CancellationToken cancellationToken)
        => (await documents.ReadAsync(caller, cancellationToken))?.Value;

    /// <summary>
    /// Adds a change, unless one of its id is there. A value that another change forgets is not stored, whichever of them comes first.
    /// </summary>
    /// <returns>False when there are as many as may be.</returns>
    public async Task<bool> TryAddAsync(CallerKey caller, CallerChange change, CancellationToken cancellationToken)
    {
        var isFull = false;
        await documents.ChangeAsync(
            caller,
            stored =>
            {
                var before = stored ?? new CallerChanges();
                var changes = before.With(change);
                var isThere = ReferenceEquals(changes, before);
                isFull = !isThere && !before.HasRoomFor(change);
                return isFull || isThere ? stored : WithoutForgotten(changes, caller);
            },
            cancellationToken);
        return !isFull;
    }

    /// <summary>Removes a change. A value of another change that it had forgotten does not come back: it is not stored any more.</summary>
    /// <returns>Whether there was one of that id.</returns>
    public async Task<bool> TryRemoveAsync(CallerKey caller, string id, CancellationToken cancellationToken)
    {
        var isRemoved = false;
        await documents.ChangeAsync(
            caller,
            stored =>
            {
                var left = stored?.Without(id);
                isRemoved = !ReferenceEquals(left, stored);
                return left;
            },
            cancellationToken);
        return isRemoved;
    }

    /// <summary>Whether there is a change that erasing removes.</summary>
    public async ValueTask<bool> HasMoreThanOptOutAsync(CallerKey caller, CancellationToken cancellationToken)
        => await ReadAllAsync(caller, cancellationToken) is { } all && !(all.Changes.Count == 1 && all.LastOpt?.Kind == ChangeKind.OptOut);

    /// <summary>
    /// Removes the changes of a caller who is erased. That the caller opted out stays: it holds no value, and was meant to last.
    /// </summary>
    public async Task EraseAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        while (await documents.ReadAsync(caller, cancellationToken) is { } stored)
        {
            if (stored.Value.LastOpt is not { Kind: ChangeKind.OptOut } optOut)
            {
                if (await documents.TryDeleteAsync(caller, stored.ETag, cancellationToken))
                    return;
                continue;
            }

            var left = stored.Value with { Revision = stored.Value.Revision + 1, Changes = [optOut] };
            if (stored.Value.Changes.Count == 1 || await documents.TryWriteAsync(caller, left, stored.ETag, cancellationToken) is not null)
                return;
        }
    }

    /// <summary>Makes the hashes of values that a caller's changes forget.</summary>
    internal ForgottenValues ValuesOf(CallerKey caller) => new(_hashKey, caller);

    private CallerChanges WithoutForgotten(CallerChanges changes, CallerKey caller)
    {
        var rules = new ChangeRules(changes, ValuesOf(caller));
        return changes with
        {
            Changes = [.. changes.Changes.Select(change => rules.IsForgotten(change) ? change with { Value = null } : change)],
        };
    }
}
