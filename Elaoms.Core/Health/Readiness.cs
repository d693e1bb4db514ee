using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Storage.Records;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Health;

/// <summary>Tries what a call needs, and reports what works.</summary>
public sealed partial class Readiness(
    IPayloadArchive archive,
    IDocumentStore<RecordHead> store,
    IDiskProbe disks,
    ICallQueue queue,
    IEnumerable<IMemoryEngine> engines,
    TimeProvider time,
    ILogger<Readiness> logger)
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    // Anybody may ask, and each try makes the disk work.
    private static readonly TimeSpan TryDisksEvery = TimeSpan.FromSeconds(1);

    // A disk that is busy is slow, and not full: until then what the last try found is believed.
    private static readonly TimeSpan DiskTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDiskWrite = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private Task _diskWrite = Task.CompletedTask;
    private long? _diskWriteBegin;
    private long? _diskWritten;

    private readonly IMemoryEngine[] _engines = [.. engines];

    /// <summary>Tries storage, queue and engines; takes two seconds at most.</summary>
    public async Task<ReadinessReport> CheckAsync(CancellationToken cancellationToken)
    {
        long? waiting = null;
        var storageCheck = WorksAsync("storage", CheckStorageAsync, cancellationToken);
        var queueCheck = WorksAsync("queue", async token => waiting = await queue.CountAsync(token), cancellationToken);
        var engineCheck = Task.WhenAll(_engines.Select(engine => WorksAsync(engine.Name, engine.CheckAsync, cancellationToken)));
        var (storage, queueWorks, engineWorks) = (await storageCheck, await queueCheck, await engineCheck);
        return new ReadinessReport(
            storage && queueWorks,
            storage,
            queueWorks,
            queueWorks ? waiting : null,
            EngineNames(),
            Array.TrueForAll(engineWorks, works => works))
        {
            FreeBytes = disks.Measure() is { Count: > 0 } spaces ? spaces.Min(space => space.FreeBytes) : null,
        };
    }

    // Our own index works whenever the storage does, so it is named only where it is alone.
    private string EngineNames()
        => _engines.Length == 0 ? CallerIndex.EngineName : string.Join(", ", _engines.Select(engine => engine.Name));

    private async Task CheckStorageAsync(CancellationToken cancellationToken)
    {
        await archive.CheckAsync(cancellationToken);
        await store.ReadETagAsync("nobody", cancellationToken);
        await CheckDisksAsync(cancellationToken);
    }

    private async Task CheckDisksAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteToDisks().WaitAsync(DiskTimeout, time, cancellationToken);
        }
        catch (TimeoutException) when (WasWrittenOfLate())
        {
            // It is under way.
        }
    }

    private bool WasWrittenOfLate()
    {
        lock (_lock)
            return _diskWritten is { } at && time.GetElapsedTime(at) < LongestDiskWrite;
    }

    // Shared by all who ask within a second, so it ends with none of them.
    private Task WriteToDisks()
    {
        lock (_lock)
        {
            if (_diskWrite.IsCompleted && (_diskWriteBegin is not { } begin || time.GetElapsedTime(begin) >= TryDisksEvery))
            {
                _diskWriteBegin = time.GetTimestamp();
                _diskWrite = Task.Run(WriteAsync);
            }

            return _diskWrite;
        }
    }

    private async Task WriteAsync()
    {
        await disks.WriteAsync(CancellationToken.None);
        lock (_lock)
            _diskWritten = time.GetTimestamp();
    }

    private async Task<bool> WorksAsync(string part, Func<CancellationToken, Task> check, CancellationToken cancellationToken)
    {
        try
        {
            await check(cancellationToken).WaitAsync(CheckTimeout, time, cancellationToken);
            return true;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogFault(part, fault.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(4001, LogLevel.Warning, "Not ready: {Part} fails with {Fault}")]
    private partial void LogFault(string part, string fault);
}

/// <summary>Whether calls can be taken and answered. Holds no secret and no path.</summary>
/// <param name="Ready">Whether everything needed works.</param>
/// <param name="Storage">Whether payloads and records can be written and read.</param>
/// <param name="Queue">Whether the queue answers.</param>
/// <param name="Waiting">How many calls wait to be learned; null when the queue doesn't answer.</param>
/// <param name="Engine">Which engines find memories, beside our own index.</param>
/// <param name="EngineWorks">Whether all of them answer. Not part of being ready: without them our own index finds alone.</param>
public sealed record ReadinessReport(bool Ready, bool Storage, bool Queue, long? Waiting, string Engine, bool EngineWorks)
{
    /// <summary>The least that is free on a disk that deliveries need, in bytes; null where the system does not say.</summary>
    public long? FreeBytes { get; init; }
}
