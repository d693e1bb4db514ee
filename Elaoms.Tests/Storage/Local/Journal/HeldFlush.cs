using System.Collections.Concurrent;
using Elaoms.Storage.Local.Journal;
using Microsoft.Win32.SafeHandles;

namespace Elaoms.Tests.Storage.Local.Journal;

/// <summary>A disk whose flushes are counted, wait for a test, or fail.</summary>
internal sealed class HeldFlush : IFileFlush, IDisposable
{
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly SemaphoreSlim _begun = new(0);
    private readonly ConcurrentQueue<Exception> _faults = new();
    private int _flushes;

    /// <summary>How many flushes have begun.</summary>
    public int Flushes => _flushes;

    /// <summary>Lets no flush end until <see cref="Release"/>.</summary>
    public void Hold() => _open.Reset();

    public void Release() => _open.Set();

    /// <summary>The next flush fails.</summary>
    public void FailNext() => _faults.Enqueue(new IOException("No space left on device"));

    /// <summary>Waits until one more flush has begun.</summary>
    public Task HasBegunAsync() => _begun.WaitAsync(CancellationToken.None);

    public void Flush(SafeFileHandle file)
    {
        Interlocked.Increment(ref _flushes);
        _begun.Release();
        _open.Wait(CancellationToken.None);
        if (_faults.TryDequeue(out var fault))
            throw fault;
        RandomAccess.FlushToDisk(file);
    }

    public void Dispose()
    {
        Release();
        _open.Dispose();
        _begun.Dispose();
    }
}
