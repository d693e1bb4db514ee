using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Local.Journal;

/// <summary>Brings payloads with the folders they are in, and every row committed so far, to the disk.</summary>
internal sealed class StorageFlush(SqliteDatabase database, IFileFlush flush, ElaomsSettings settings)
{
    // From here on one flush of the whole file system costs less than one for each file and folder.
    private const int FewPayloads = 8;

    private readonly string _root = Path.TrimEndingDirectorySeparator(settings.PayloadStoragePath);
    private readonly string _databaseFolder = Path.GetDirectoryName(settings.DatabasePath)!;
    private volatile bool _isDatabaseNamed;

    /// <summary>Returns when all of it is there. A payload that is gone was erased.</summary>
    /// <param name="payloads">The payloads. Where there are many, not all are asked for.</param>
    /// <exception cref="Exception">Not all of it may be there.</exception>
    public async Task FlushAsync(IEnumerable<PayloadName> payloads, CancellationToken cancellationToken)
    {
        // It holds its thread for as long as the disk takes.
        await Task.Factory.StartNew(
            () => FlushFiles(payloads), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await database.FlushAsync(cancellationToken);
    }

    private void FlushFiles(IEnumerable<PayloadName> payloads)
    {
        if (payloads.Skip(FewPayloads).Any() && DirectorySync.TryFlushFileSystem(_root))
        {
            // Who flushes the rows holds up all who write: most of the log goes to the disk here.
            DirectorySync.TryFlushFileSystem(_databaseFolder);
        }
        else
        {
            // All files first, then each folder once.
            var folders = payloads.Select(FlushPayload).OfType<string>().SelectMany(FoldersUpToRoot).ToHashSet(StringComparer.Ordinal);
            foreach (var folder in folders)
                DirectorySync.Flush(folder);
        }

        if (_isDatabaseNamed)
            return;
        DirectorySync.Flush(_databaseFolder, Path.GetDirectoryName(_databaseFolder)!);
        _isDatabaseNamed = true;
    }

    // The folder it is in; null when it is gone.
    private string? FlushPayload(PayloadName name)
    {
        var path = Path.Combine(_root, name.Value);
        try
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            flush.Flush(file.SafeFileHandle);
            return Path.GetDirectoryName(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException && Directory.Exists(_root))
        {
            return null;
        }
    }

    private IEnumerable<string> FoldersUpToRoot(string folder)
    {
        for (var current = folder; current.Length >= _root.Length; current = Path.GetDirectoryName(current)!)
            yield return current;
    }
}
