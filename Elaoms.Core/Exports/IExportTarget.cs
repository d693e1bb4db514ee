namespace Elaoms.Core.Exports;

/// <summary>Takes the files of an export, one after the other.</summary>
public interface IExportTarget
{
    /// <summary>Begins a file. It ends when the stream is disposed of, before the next begins.</summary>
    /// <param name="name">Its name: parts joined by <c>/</c>, made of days, hashes and fixed words.</param>
    Task<Stream> CreateAsync(string name, CancellationToken cancellationToken);
}
