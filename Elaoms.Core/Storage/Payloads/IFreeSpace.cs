namespace Elaoms.Core.Storage.Payloads;

/// <summary>Measures the free space of a volume.</summary>
public interface IFreeSpace
{
    /// <summary>The bytes that this user may still write on the volume of a folder; null when the system does not say. The folder need not exist.</summary>
    long? AvailableBytes(string folder);
}
