
namespace Elaoms.Core.Storage.Payloads;

/// <summary>How much is free on a disk.</summary>
/// <param name="Path">A file or folder on it.</param>
/// <param name="FreeBytes">What this process may still write there, in bytes.</param>
public readonly record struct DiskSpace(string Path, long FreeBytes)
{
    /// <summary>Below this somebody should make room: 1 GB, which is some 10,000 calls without recordings.</summary>
    public const long WarningFloorBytes = 1L << 30;

    /// <summary>Whether somebody should make room.</summary>
    public bool IsLow => FreeBytes < WarningFloorBytes;

    /// <summary>Measures several places. A place of which the system does not say it is left out.</summary>
    public static IReadOnlyList<DiskSpace> Measure(IFreeSpace volumes, params IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(volumes);
        return
        [
            .. from path in paths let free = volumes.AvailableBytes(path) where free is not null select new DiskSpace(path, free.Value)
        ];
    }
}
