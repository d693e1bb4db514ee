
namespace Elaoms.Core.Storage.Documents;

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
