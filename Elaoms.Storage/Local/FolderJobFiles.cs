using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Jobs;

namespace Elaoms.Storage.Local;

/// <summary>Files of jobs in a folder each, beside the payloads, that nobody but their owner can read.</summary>
public sealed class FolderJobFiles(ElaomsSettings settings) : IJobFiles
{
    private readonly string _root = Path.Combine(settings.PayloadStoragePath, ".jobs");

    /// <inheritdoc />
    public async ValueTask<long> StoreAsync(
        string job, string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateDirectory(Path.Combine(_root, job));
        await using var file = PrivateFiles.Create(PathOf(job, name), options: FileOptions.Asynchronous);
        await write(file, cancellationToken);
        await file.FlushAsync(cancellationToken);
        return file.Length;
    }

    /// <inheritdoc />
    public ValueTask<Stream?> OpenAsync(string job, string name, CancellationToken cancellationToken)
    {
        try
        {
            return ValueTask.FromResult<Stream?>(new FileStream(
                PathOf(job, name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0,
                FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return ValueTask.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc />
    public ValueTask DeleteAsync(string job, CancellationToken cancellationToken)
    {
        try
        {
            Directory.Delete(Path.Combine(_root, job), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It had none.
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => Directory.Exists(_root)
        ? Directory.EnumerateDirectories(_root).Select(folder => Path.GetFileName(folder)).ToAsyncEnumerable()
        : AsyncEnumerable.Empty<string>();

    private string PathOf(string job, string name) => Path.Combine(_root, job, name);
}
