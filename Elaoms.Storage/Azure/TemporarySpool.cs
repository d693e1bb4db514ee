using Elaoms.Core.Intake;

namespace Elaoms.Storage.Azure;

/// <summary>A folder of this process alone, for bodies too large for memory. It is gone when the process ends in good order.</summary>
public sealed class TemporarySpool : IDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("elaoms-");

    /// <summary>The folder.</summary>
    public SpoolDirectory Directory => new(_folder.FullName);

    /// <inheritdoc />
    public void Dispose()
    {
        if (_folder.Exists)
            _folder.Delete(recursive: true);
    }
}
