using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Azure;

/// <summary>Writes to the spool folder of large bodies, the only use of this machine's disk beside a storage account.</summary>
public sealed class SpoolDiskProbe(SpoolDirectory spool, IFreeSpace volumes, ElaomsSettings settings) : IDiskProbe
{
    /// <inheritdoc />
    public ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        DiskWrites.TryIn(spool.Path, volumes, settings.MinFreeBytes);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public IReadOnlyList<DiskSpace> Measure() => DiskSpace.Measure(volumes, spool.Path);
}
