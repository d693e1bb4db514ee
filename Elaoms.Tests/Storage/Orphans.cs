namespace Elaoms.Tests.Storage;

/// <summary>Temporary files as processes leave them.</summary>
internal static class Orphans
{
    /// <summary>A file that nobody holds, last written so long ago.</summary>
    public static void Leave(string path, int seconds)
    {
        File.WriteAllText(path, "half a call");
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-seconds));
    }

    /// <summary>A file that is held until the result is disposed of.</summary>
    public static FileStream Hold(string path, int seconds)
    {
        Leave(path, seconds);
        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
    }
}
