using Elaoms.Core.Callers;
using Elaoms.Core.Intake;
using Elaoms.Core.Memories;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Health;

/// <summary>Tries what a call needs, and reports what works.</summary>
public sealed partial class Readiness(
    IPayloadArchive archive, ICallerStore store, ICallQueue queue, IEnumerable<IMemoryEngine> engines, TimeProvider time, ILogger<Readiness> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Our own index works whenever the storage does, so it is named only where it is alone.
    private readonly IMemoryEngine[] _engines = engines.Where(engine => engine.HoldsMemories).ToArray() is { Length: > 0 } others ? others : [.. engines];

    /// <summary>Tries storage, queue and engines; takes two seconds at most.</summary>
    public async Task<ReadinessReport> CheckAsync(CancellationToken cancellationToken)
    {
        long? waiting = null;
        var storageCheck = WorksAsync("storage", CheckStorageAsync, cancellationToken);
        var queueCheck = WorksAsync("queue", async token => waiting = await queue.CountAsync(token), cancellationToken);
        var engineCheck = Task.WhenAll(_engines.Select(engine => WorksAsync(engine.Name, engine.CheckAsync, cancellationToken)));
        var (storage, queueWorks, engineWorks) = (await storageCheck, await queueCheck, await engineCheck);
        return new ReadinessReport(storage && queueWorks, storage, queueWorks, queueWorks ? waiting : null, string.Join(", ", _engines.Select(engine => engine.Name)), Array.TrueForAll(engineWorks, works => works));
    }

    private async Task CheckStorageAsync(CancellationToken cancellationToken)
    {
        await archive.CheckAsync(cancellationToken);
        await store.ReadTagAsync(new CallerKey("nobody"), cancellationToken);
    }

    private async Task<bool> WorksAsync(string part, Func<CancellationToken, Task> check, CancellationToken cancellationToken)
    {
        try
        {
            await check(cancellationToken).WaitAsync(Patience, time, cancellationToken);
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
