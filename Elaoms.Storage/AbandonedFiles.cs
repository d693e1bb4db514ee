namespace Elaoms.Storage;

/// <summary>Half-received bodies that a killed process has left: they hold what callers said.</summary>
internal static class AbandonedFiles
{
    // Longer than any delivery takes, so that no other process is still writing what is removed.
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private static readonly EnumerationOptions Own = new() { IgnoreInaccessible = true };

    /// <summary>Deletes the temporary files of a folder that have not been written to for an hour.</summary>
    /// <exception cref="IOException">A file can't be deleted.</exception>
    public static void Delete(string folder, TimeProvider time)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.tmp", Own).Where(file => IsOld(File.GetLastWriteTimeUtc(file), time)))
            File.Delete(file);
    }

    /// <summary>The same in each folder of a kind, such as those of earlier processes; and the folder itself when nothing else is in it.</summary>
    /// <param name="parent">Where the folders are, perhaps beside those of other users.</param>
    /// <param name="pattern">Their names.</param>
    /// <param name="time">The clock.</param>
    public static void DeleteBelow(string parent, string pattern, TimeProvider time)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, pattern, Own))
        {
            try
            {
                Delete(folder, time);
                if (IsOld(Directory.GetLastWriteTimeUtc(folder), time) && !Directory.EnumerateFileSystemEntries(folder).Any())
                    Directory.Delete(folder);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or gone by now.
            }
        }
    }

    private static bool IsOld(DateTime writtenUtc, TimeProvider time) => writtenUtc < (time.GetUtcNow() - Age).UtcDateTime;
}
