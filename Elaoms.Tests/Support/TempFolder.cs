namespace Elaoms.Tests;

/// <summary>A folder that is gone after the test.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elaoms-test-");

    public string Path => _folder.FullName;

    public string this[string name] => Of(name);

    public string Of(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Every file and folder below, as relative paths.</summary>
    public IReadOnlyList<string> Listing() =>
        [.. Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
            .Select(entry => System.IO.Path.GetRelativePath(Path, entry).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
