namespace Elaoms.Core.Storage.Jobs;

/// <summary>
/// Keeps the files of jobs. They hold all that is stored of a caller, so nobody but the deployment may read them. Storage faults are
/// exceptions.
/// </summary>
public interface IJobFiles
{
    /// <summary>Stores a file over one of the same name. It is there as a whole or not at all.</summary>
    /// <param name="job">The job's id.</param>
    /// <param name="name">The file's name, which no request chooses.</param>
    /// <param name="write">Writes the file to the stream it is given.</param>
    /// <returns>The file's size, in bytes.</returns>
    ValueTask<long> StoreAsync(
        string job, string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Opens a file; null when it is not there.</summary>
    ValueTask<Stream?> OpenAsync(string job, string name, CancellationToken cancellationToken);

    /// <summary>Deletes all files of a job. Those that are gone already are passed over.</summary>
    ValueTask DeleteAsync(string job, CancellationToken cancellationToken);

    /// <summary>Lists the jobs that have files, in any order.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);
}
