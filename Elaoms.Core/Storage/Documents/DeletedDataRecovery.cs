namespace Elaoms.Core.Storage.Documents;

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
