using Elaoms.Core.Calls;

namespace Elaoms.Core.Storage.Documents;

/// <summary>Clears what deleted values leave behind in the storage: free pages, logs, blobs that are kept for a while.</summary>
public interface IDeletedData
{
    /// <summary>
    /// Brings to its place what was acknowledged and is not there after a power cut, so that it is found and erased. Can be repeated.
    /// </summary>
    /// <exception cref="IOException">It can't be brought there: nothing may count as erased.</exception>
    ValueTask RecoverAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Overwrites the remains of everything deleted so far, as far as the storage allows. Other processes may use the storage meanwhile.
    /// Can be repeated.
    /// </summary>
    /// <param name="erased">The caller who was erased; null when nobody knows any more.</param>
    /// <returns>What is left. Faults that repeating does not mend are exceptions.</returns>
    ValueTask<DeletedDataState> ClearAsync(CallerKey? erased, CancellationToken cancellationToken);
}

/// <summary>What is left of deleted values.</summary>
/// <param name="Recovery">Whether somebody can bring them back.</param>
/// <param name="RecoverableUntil">When the storage drops them; null unless <see cref="DeletedDataRecovery.UntilExpiry"/>.</param>
/// <param name="Fault">
/// The storage's reason for <see cref="DeletedDataRecovery.NotCleared"/>, with nothing of a caller; null otherwise.
/// </param>
public sealed record DeletedDataState(DeletedDataRecovery Recovery, DateTimeOffset? RecoverableUntil = null, string? Fault = null)
{
    /// <summary>Nothing is left.</summary>
    public static DeletedDataState Gone { get; } = new(DeletedDataRecovery.Impossible);

    /// <summary>Whether the remains are gone or go without anybody's doing.</summary>
    public bool IsFinal => Recovery is not (DeletedDataRecovery.NotCleared or DeletedDataRecovery.Versions);
}

/// <summary>Whether deleted values can be brought back.</summary>
public enum DeletedDataRecovery
{
    /// <summary>No: they are overwritten.</summary>
    Impossible,

    /// <summary>Yes, until the storage drops them: it keeps deleted blobs for a number of days.</summary>
    UntilExpiry,

    /// <summary>Yes, without an end: the storage keeps former versions of blobs.</summary>
    Versions,

    /// <summary>Perhaps: this identity may not read what the storage keeps.</summary>
    Unknown,

    /// <summary>Yes: they could not be overwritten now. Clearing can be repeated.</summary>
    NotCleared,
}
