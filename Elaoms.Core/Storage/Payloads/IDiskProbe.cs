
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
