using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Azure;

/// <summary>A folder of this process alone, for bodies too large for memory. It is gone when the process ends.</summary>
public sealed class TemporarySpool : IDisposable
{
    private const string Prefix = "elaoms-spool-";

    private readonly TimeProvider _time;

    // Only its owner can enter it.
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory(Prefix);

    /// <summary>Makes the folder.</summary>
    public TemporarySpool(TimeProvider time) => _time = time;

    /// <summary>The folder.</summary>
    public SpoolDirectory Directory => new(_folder.FullName);

    /// <summary>Deletes the half-received bodies that killed processes left on this machine.</summary>
    /// <returns>How many files were deleted.</returns>
    public int DeleteOrphans() => OrphanedFiles.DeleteBelow(Path.GetTempPath(), Prefix + "*", _time);

    /// <inheritdoc />
    public void Dispose()
    {
        _folder.Refresh();
        if (_folder.Exists)
            _folder.Delete(recursive: true);
    }
}
