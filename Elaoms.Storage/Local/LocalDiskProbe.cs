using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Local;

/// <summary>Writes where payloads, bodies on their way and the database are.</summary>
public sealed class LocalDiskProbe(SpoolDirectory spool, SqliteDatabase database, IFreeSpace volumes, ElaomsSettings settings) : IDiskProbe
{
    private readonly string _databaseFolder = Path.GetDirectoryName(settings.DatabasePath)!;

    /// <inheritdoc />
    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        // The spool is on the archive's file system, so that a body can be moved there.
        DiskWrites.TryIn(spool.Path, volumes, settings.MinFreeBytes);
        await database.TryWriteAsync(DiskWrites.ProbeBytes, cancellationToken);
    }

    /// <inheritdoc />
    public IReadOnlyList<DiskSpace> Measure() => DiskSpace.Measure(volumes, settings.PayloadStoragePath, _databaseFolder);
}
