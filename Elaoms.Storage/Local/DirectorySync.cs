using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Elaoms.Storage.Local;

/// <summary>Brings a folder's entries to the disk: a file that was flushed is still lost in a power cut when its name was not.</summary>
internal static partial class DirectorySync
{
    private const int NoSuchFile = 2;

    /// <summary>Flushes a folder and those above it, up to a root. Does nothing on Windows, where renaming is journalled.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static void Flush(string directory, string root)
    {
        for (var current = directory; current.Length >= root.Length; current = Path.GetDirectoryName(current)!)
            Flush(current);
    }

    /// <summary>Flushes one folder. One that is gone needs no flush. Does nothing on Windows.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static void Flush(string directory)
    {
        if (!OperatingSystem.IsWindows())
            FlushWith(FSync, directory, mayBeGone: true);
    }

    /// <summary>Flushes everything on the file system of a folder, files included. Only Linux can.</summary>
    /// <returns>Whether it was done.</returns>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static bool TryFlushFileSystem(string directory)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        FlushWith(SyncFS, directory, mayBeGone: false);
        return true;
    }

    private static void FlushWith(Func<int, int> flush, string directory, bool mayBeGone)
    {
        var descriptor = Open(directory, 0);
        if (descriptor < 0)
        {
            if (mayBeGone && Marshal.GetLastPInvokeError() == NoSuchFile)
                return;
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        try
        {
            if (flush(descriptor) != 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncFS(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
