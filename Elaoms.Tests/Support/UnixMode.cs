namespace Elaoms.Tests;

/// <summary>Who may read a file, where the system has such modes.</summary>
internal static class UnixMode
{
    public const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    public static void AssertIs(UnixFileMode expected, string path)
    {
        if (!OperatingSystem.IsWindows())
            Xunit.Assert.Equal(expected, File.GetUnixFileMode(path));
    }
}
