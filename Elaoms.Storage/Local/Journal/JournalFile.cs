using Elaoms.Core.Storage.Payloads;
using Microsoft.Win32.SafeHandles;

namespace Elaoms.Storage.Local.Journal;

/// <summary>
/// A journal of this process. It is open, and so locked, until it is deleted. Bytes are written once and never again, so whoever erases
/// may overwrite them at any time. Used by one thread at a time.
/// </summary>
internal sealed class JournalFile(string path, Guid id, FileStream stream, IFileFlush flush) : IDisposable
{
    private readonly SafeFileHandle _handle = stream.SafeFileHandle;

    /// <summary>How many bytes are in it.</summary>
    public long Length { get; private set; }

    /// <summary>The payloads that are in it. They are read from the file: under load, lists of them would take much memory.</summary>
    public IEnumerable<PayloadName> Names => new JournalReader(_handle, id).Read().Select(entry => entry.Name);

    /// <summary>Writes deliveries and brings them to the disk.</summary>
    /// <exception cref="IOException">They may not be there. Nothing more may be appended to this file.</exception>
    public void Append(JournalBatch batch)
    {
        var records = batch.For(id);
        try
        {
            RandomAccess.Write(_handle, records, Length);
            flush.Flush(_handle);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            TryCutTail();
            throw;
        }

        Length += records.Sum(record => (long)record.Length);
    }

    /// <summary>Deletes the file: everything in it is on the disk elsewhere.</summary>
    public void Delete()
    {
        // While it is open, so that nobody takes it over.
        File.Delete(path);
        Dispose();
    }

    /// <summary>Lets go of the file, as a process does that ends. An empty one is deleted.</summary>
    public void Dispose()
    {
        if (Length == 0)
            TryDelete();
        stream.Dispose();
    }

    private void TryDelete()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The folder is out of reach, or gone. Whoever takes the file over finds nothing in it.
        }
    }

    // What a failed write left holds words of deliveries that were refused.
    private void TryCutTail()
    {
        try
        {
            RandomAccess.SetLength(_handle, Length);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The first fault is the one to be told; the tail goes with the file.
        }
    }
}
