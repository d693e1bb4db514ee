using Elaoms.Core.Exports;
using Elaoms.Storage;

namespace Elaoms.Cli.Operating;

/// <summary>Writes an export as files of a folder, which nobody but their owner can read.</summary>
internal sealed class FolderTarget(string folder) : IExportTarget
{
    /// <inheritdoc />
    public Task<Stream> CreateAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult(CreateFile(Path.Combine(folder, name)));

    /// <summary>Whether a path is that of a ZIP file.</summary>
    public static bool IsZip(string path) => path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes a file, with the folders above it.</summary>
    public static Stream CreateFile(string path)
    {
        path = Path.GetFullPath(path);
        if (Path.GetDirectoryName(path) is { } parent)
            PrivateFiles.CreateDirectory(parent);
        return PrivateFiles.Create(path, options: FileOptions.Asynchronous);
    }
}
