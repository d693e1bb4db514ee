using Elaoms.Core.Settings;

namespace Elaoms.Storage.Local.Journal;

/// <summary>
/// Where the journals of all processes on the storage are. Each is open in the process that writes it. The system closes it however the
/// process ends; who then gets it alone may take it over.
/// </summary>
internal sealed class JournalFolder(ElaomsSettings settings, IFileFlush flush, TimeProvider time)
{
    private const string Extension = ".journal";

    // A file that is open can be deleted on Windows only if that was said. Elsewhere it always can, and only None is alone.
    private static readonly FileShare Alone = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private readonly string _root = Path.TrimEndingDirectorySeparator(settings.PayloadStoragePath);
    private readonly string _path = Path.Combine(settings.PayloadStoragePath, ".journal");

    /// <summary>Makes a journal for this process. Its name is on the disk.</summary>
    public JournalFile Create()
    {
        PrivateFiles.CreateDirectory(_path);
        var id = Guid.NewGuid();
        var path = Path.Combine(_path, id.ToString("N") + Extension);
        var file = new JournalFile(path, id, PrivateFiles.Create(path, FileAccess.ReadWrite, share: FileShare.ReadWrite), flush);
        try
        {
            DirectorySync.Flush(_path, Path.GetDirectoryName(_root) ?? _root);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The journals that are there now.</summary>
    public IReadOnlyList<string> List()
        => Directory.Exists(_path) ? [.. Directory.EnumerateFiles(_path, "*" + Extension).Where(path => IdOf(path) is not null)] : [];

    /// <summary>Takes over the journal of a process that has ended.</summary>
    /// <returns>The file, which nobody else can open meanwhile; null when it is in use or gone.</returns>
    public FileStream? TryTakeOver(string path)
    {
        try
        {
            return OrphanedFiles.HasLocks(_path) || IsAbandoned(path)
                ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, Alone, bufferSize: 0)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Opens a journal beside the process that writes it.</summary>
    /// <param name="isTakenOver">Whether somebody takes it over. Otherwise it is gone when the result is null.</param>
    public static FileStream? TryOpenShared(string path, out bool isTakenOver)
    {
        isTakenOver = false;
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException)
        {
            isTakenOver = true;
            return null;
        }
    }

    /// <summary>Whether a process takes over the journal of another.</summary>
    public bool IsAnyTakenOver()
        => List().Any(path =>
        {
            using var file = TryOpenShared(path, out var isTakenOver);
            return isTakenOver;
        });

    /// <summary>The id of a journal, which its name is; null for another file.</summary>
    public static Guid? IdOf(string path)
        => Guid.TryParseExact(Path.GetFileNameWithoutExtension(path), "N", out var id) ? id : null;

    /// <summary>Brings to the disk that journals were deleted.</summary>
    public void FlushNames()
    {
        if (Directory.Exists(_path))
            DirectorySync.Flush(_path);
    }

    // Without locks, only time tells: a process that lives deletes a journal within seconds of its last delivery.
    private bool IsAbandoned(string path)
        => new FileInfo(path) is { Exists: true, Length: > 0 } && OrphanedFiles.IsOlder(path, OrphanedFiles.AgeWithoutLocks, time);
}
