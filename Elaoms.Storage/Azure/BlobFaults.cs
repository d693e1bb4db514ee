using Azure;
using Azure.Storage.Blobs.Models;

namespace Elaoms.Storage.Azure;

/// <summary>Tells the answers of the Blob service that are no faults.</summary>
internal static class BlobFaults
{
    /// <summary>Whether the blob is not there. A missing container is a fault: it must not look like an empty one.</summary>
    public static bool IsMissingBlob(this RequestFailedException fault) => fault.ErrorCode == BlobErrorCode.BlobNotFound;

    /// <summary>Whether a conditional write was refused because of what is there.</summary>
    public static bool IsLostRace(this RequestFailedException fault)
        => fault.ErrorCode == BlobErrorCode.BlobAlreadyExists || fault.ErrorCode == BlobErrorCode.ConditionNotMet;
}
