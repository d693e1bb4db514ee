using Elaoms.Core.Storage.Jobs;

namespace Elaoms.Tests;

/// <summary>No job has a file.</summary>
public sealed class NoJobFiles : IJobFiles
{
    public ValueTask<long> StoreAsync(
        string job, string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
        => throw new IOException("There is no place for files.");

    public ValueTask<Stream?> OpenAsync(string job, string name, CancellationToken cancellationToken) => new((Stream?)null);

    public ValueTask DeleteAsync(string job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<string>();
}
