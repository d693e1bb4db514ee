using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage;

/// <summary>
/// Temporary files that no process needs any more, such as half-received bodies of a killed process. They hold what callers said and take
/// up space. A process keeps the temporary file it needs open and locked; the system releases the lock however the process ends.
/// </summary>
internal static class OrphanedFiles
{
    // A new file is locked just after it is made.
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(15);

    /// <summary>For file systems without locks: longer than any delivery takes.</summary>
    public static readonly TimeSpan AgeWithoutLocks = TimeSpan.FromHours(1);

    private static readonly EnumerationOptions Own = new() { IgnoreInaccessible = true };

    /// <summary>Deletes the orphans of a folder. The folder need not exist.</summary>
    /// <returns>How many were deleted.</returns>
    public static int Delete(string folder, TimeProvider time)
    {
        if (!Directory.Exists(folder))
            return 0;
        var old = Directory.EnumerateFiles(folder, "*" + SpooledBody.FileExtension, Own)
            .Where(file => IsOlder(file, LeastAge, time)).ToList();
        if (old.Count == 0)
            return 0;
        var hasLocks = HasLocks(folder);
        return old.Count(file => (hasLocks || IsOlder(file, AgeWithoutLocks, time)) && TryDelete(file));
    }

    /// <summary>Deletes the orphans of each matching folder, and the folder itself when it has been empty for an hour.</summary>
    /// <param name="parent">Where the folders are, perhaps beside those of other users.</param>
    /// <param name="pattern">Their names.</param>
    /// <param name="time">The clock.</param>
    /// <returns>How many files were deleted.</returns>
    public static int DeleteBelow(string parent, string pattern, TimeProvider time)
    {
        var deleted = 0;
        foreach (var folder in Directory.EnumerateDirectories(parent, pattern, Own))
        {
            try
            {
                deleted += Delete(folder, time);
                if (IsOlder(folder, AgeWithoutLocks, time) && !Directory.EnumerateFileSystemEntries(folder).Any())
                    Directory.Delete(folder);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or gone by now.
            }
        }

        return deleted;
    }

    /// <summary>Whether a file or folder was last written so long ago.</summary>
    public static bool IsOlder(string path, TimeSpan age, TimeProvider time)
        => File.GetLastWriteTimeUtc(path) < (time.GetUtcNow() - age).UtcDateTime;

    private static bool TryDelete(string file)
    {
        try
        {
            using var alone = OpenAlone(file, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A process needs it, or it is gone by now.
            return false;
        }
    }

    /// <summary>Whether a lock keeps others off. Locks can be switched off in .NET, and some network file systems have none.</summary>
    public static bool HasLocks(string folder)
    {
        var probe = Path.Combine(folder, Guid.NewGuid().ToString("N") + SpooledBody.FileExtension);
        try
        {
            using var first = PrivateFiles.Create(probe, FileAccess.ReadWrite, FileOptions.DeleteOnClose);
            using var second = OpenAlone(probe, FileOptions.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static FileStream OpenAlone(string file, FileOptions options)
        => new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, options);
}
