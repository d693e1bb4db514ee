using Microsoft.Win32.SafeHandles;

namespace Elaoms.Storage.Local.Journal;

/// <summary>Brings a file's bytes to the disk.</summary>
internal interface IFileFlush
{
    /// <summary>Returns when they are there.</summary>
    /// <exception cref="IOException">They may not be. The system has forgotten which: flushing again proves nothing.</exception>
    void Flush(SafeFileHandle file);
}

/// <summary>Asks the system.</summary>
internal sealed class FileFlush : IFileFlush
{
    /// <inheritdoc />
    public void Flush(SafeFileHandle file) => RandomAccess.FlushToDisk(file);
}
