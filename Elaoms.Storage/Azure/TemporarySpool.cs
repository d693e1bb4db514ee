using Elaoms.Core.Intake;

namespace Elaoms.Storage.Azure;

/// <summary>A folder of this process alone, for bodies too large for memory. It is gone when the process ends; what a killed one left goes when the next begins.</summary>
public sealed class TemporarySpool : IDisposable
{
    private const string Prefix = "elaoms-spool-";

    private readonly DirectoryInfo _folder;

    /// <summary>Makes the folder, which nobody but its owner can enter.</summary>
    public TemporarySpool(TimeProvider time)
    {
        AbandonedFiles.DeleteBelow(Path.GetTempPath(), Prefix + "*", time);
        _folder = System.IO.Directory.CreateTempSubdirectory(Prefix);
    }

    /// <summary>The folder.</summary>
    public SpoolDirectory Directory => new(_folder.FullName);

    /// <inheritdoc />
    public void Dispose()
    {
        _folder.Refresh();
        if (_folder.Exists)
            _folder.Delete(recursive: true);
    }
}
