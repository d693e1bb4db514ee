using Elaoms.Core.Settings;

namespace Elaoms.Storage.Local.Journal;

/// <summary>
/// Where the journals of all processes on the storage are. Each is open in the process that writes it. The system closes it however the
/// process ends; who then gets it alone may take it over.
/// </summary>
internal sealed class JournalFolder(ElaomsSettings settings, IFileFlush flush, TimeProvider time)
{
    private const string Extension = ".journal";

    // A replay lasts as long as some thousand files take.
    private static readonly TimeSpan TurnTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(100);

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

    /// <summary>Opens a journal beside the process that writes it; null when it is gone.</summary>
    public static FileStream? TryOpenShared(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Waits until no other process replays or clears journals, and keeps all others from it until the result is disposed of. Whoever has
    /// the turn knows that a journal which can't be taken over belongs to a process that lives.
    /// </summary>
    /// <returns>The turn; null when there are no journals.</returns>
    /// <exception cref="IOException">Another process did not come to an end.</exception>
    public async Task<IDisposable?> TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_path))
            return null;
        var path = Path.Combine(_path, "turn.lock");
        for (var begin = time.GetTimestamp(); ;)
        {
            try
            {
                return PrivateFiles.Lock(path);
            }
            catch (IOException) when (time.GetElapsedTime(begin) < TurnTimeout)
            {
                await Task.Delay(RetryEvery, time, cancellationToken);
            }
        }
    }

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
