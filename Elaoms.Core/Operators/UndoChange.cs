using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Processing.Applying;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Operators;

/// <summary>Takes a change back that was made a moment ago.</summary>
public sealed class UndoChange(ApplyChanges apply, StoredChanges changes, TimeProvider time)
{
    /// <summary>How long a change can be undone.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Whether a change can be undone now.</summary>
    /// <param name="kind">What it does. A deleted call is gone, and letting a caller out or in is undone by its opposite.</param>
    /// <param name="at">When it was made.</param>
    public bool CanUndo(ChangeKind kind, DateTimeOffset at)
        => kind is not (ChangeKind.DeleteCall or ChangeKind.OptOut or ChangeKind.OptIn) && time.GetUtcNow() - at < Window;

    /// <summary>Undoes a change. When this returns, the record is as it is without it.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="id">The id of the change.</param>
    public async Task<UndoResult> UndoAsync(CallerKey caller, string id, CancellationToken cancellationToken)
    {
        var all = (await changes.ReadAllAsync(caller, cancellationToken))?.Changes ?? [];
        if (all.FirstOrDefault(change => change.Id == id) is not { } undone)
            return UndoResult.NotFound;
        if (!CanUndo(undone.Kind, undone.At))
            return UndoResult.TooLate;
        if (await apply.UndoAsync(caller, id, cancellationToken) is not { } missing)
            return UndoResult.NotFound;
        var isWhole = undone.Forgets.Count == 0 || (missing == 0 && !all.Any(HasLostItsValue));
        return isWhole ? UndoResult.Undone : UndoResult.UndoneInPart;
    }

    private static bool HasLostItsValue(CallerChange change)
        => change is { Kind: ChangeKind.Correct or ChangeKind.Add or ChangeKind.ConfirmName, Value: null };
}

/// <summary>What became of undoing a change.</summary>
public enum UndoResult
{
    /// <summary>The record is as it was.</summary>
    Undone,

    /// <summary>
    /// The change is gone, but a value may stay away that it had forgotten: the payload of a call has expired, or an earlier change had
    /// stated it.
    /// </summary>
    UndoneInPart,

    /// <summary>There is no such change.</summary>
    NotFound,

    /// <summary>It was made too long ago, or is of a kind that can't be undone.</summary>
    TooLate,
}
