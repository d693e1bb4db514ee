using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Elaoms.Storage.Local;

/// <summary>Brings a folder's entries to the disk: a file that was flushed is still lost in a power cut when its name was not.</summary>
internal static partial class DirectorySync
{
    /// <summary>Flushes a folder and those above it, up to a root. Does nothing on Windows, where renaming is journalled.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static void Flush(string directory, string root)
    {
        if (OperatingSystem.IsWindows())
            return;
        for (var current = directory; current.Length >= root.Length; current = Path.GetDirectoryName(current)!)
            FlushOne(current);
    }

    private static void FlushOne(string directory)
    {
        var descriptor = Open(directory, 0);
        if (descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            if (FSync(descriptor) != 0)
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

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
