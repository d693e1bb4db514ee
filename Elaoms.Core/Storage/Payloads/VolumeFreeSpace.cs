namespace Elaoms.Core.Storage.Payloads;

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
