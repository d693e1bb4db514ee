namespace Elaoms.Core.Storage.Payloads;

/// <summary>Measures the free space of a volume.</summary>
public interface IFreeSpace
{
    /// <summary>
    /// The bytes that this user may still write on a folder's volume; null if the system does not say. The folder need not exist.
    /// </summary>
    long? AvailableBytes(string folder);
}

/// <summary>Asks the operating system.</summary>
internal sealed class VolumeFreeSpace : IFreeSpace
{
    /// <inheritdoc />
    public long? AvailableBytes(string folder)
    {
        try
        {
            while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { Length: > 0 } parent)
                folder = parent;
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
