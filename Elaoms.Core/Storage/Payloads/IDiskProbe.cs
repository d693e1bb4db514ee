namespace Elaoms.Core.Storage.Payloads;

/// <summary>
/// Writes to the disks of this machine that a storage uses. Creating an empty file succeeds on a full disk, so bytes are written.
/// </summary>
public interface IDiskProbe
{
    /// <summary>Writes some kilobytes in each place, and brings them to the disk.</summary>
    /// <exception cref="Exception">One of the places can't be written: the disk is full, or it is another fault of the storage.</exception>
    ValueTask WriteAsync(CancellationToken cancellationToken);

    /// <summary>How much is free in each place. A place of which the system does not say it is left out.</summary>
    IReadOnlyList<DiskSpace> Measure();
}

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
