namespace Elaoms.Storage;

/// <summary>Makes files and folders that only their owner can read: they hold what callers said.</summary>
public static class PrivateFiles
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Makes a folder, and those above it, where they are not there.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // Made one by one: the mode goes to the last folder only.
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent && !Directory.Exists(parent))
            CreateDirectory(parent);
        Directory.CreateDirectory(path, OwnerFolder);
    }

    /// <summary>Opens a new file, for writing unless more is asked. It may be moved while it is open.</summary>
    /// <param name="share">What others may do with it meanwhile, besides moving it.</param>
    public static FileStream Create(
        string path, FileAccess access = FileAccess.Write, FileOptions options = FileOptions.None, FileShare share = FileShare.Read)
    {
        var settings = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = access,
            Options = options,
            Share = share | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows())
            settings.UnixCreateMode = OwnerFile;
        return new FileStream(path, settings);
    }

    /// <summary>Makes an empty file where there is none, so that who opens it later doesn't choose its mode.</summary>
    public static void CreateEmpty(string path)
    {
        if (File.Exists(path))
            return;
        try
        {
            Create(path).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
        }
    }

    /// <summary>Opens a file that nobody else may open meanwhile, and makes it where there is none.</summary>
    /// <exception cref="IOException">Somebody has it open. The system closes it however their process ends.</exception>
    public static FileStream Lock(string path)
    {
        CreateEmpty(path);
        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
    }
}
