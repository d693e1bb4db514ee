namespace Elaoms.Core.Storage.Payloads;

/// <summary>Measures the free space of a volume.</summary>
public interface IFreeSpace
{
    /// <summary>
    /// The bytes that this user may still write on a folder's volume; null if the system does not say. The folder need not exist.
    /// </summary>
    long? AvailableBytes(string folder);
}
