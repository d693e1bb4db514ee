using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Indexing;
using Elaoms.Core.Processing;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Elaoms.Tests.Indexing;

/// <summary>What one process does about indexing, over a storage and with an engine of the test's own.</summary>
internal sealed class IndexProcess
{
    public IndexProcess(
        Stores stores, IMemoryEngine engine, TimeProvider clock, IDocumentStore<IndexTask>? tasks = null, bool hasOpenMemory = true)
        : this(stores, [engine], clock, tasks, hasOpenMemory)
    {
    }

    public IndexProcess(
        Stores stores, IReadOnlyList<IMemoryEngine> engines, TimeProvider clock, IDocumentStore<IndexTask>? tasks = null,
        bool hasOpenMemory = true)
    {
        Tasks = tasks ?? stores.Tasks;
        var settings = stores.Get<ElaomsSettings>() with { OpenMemory = hasOpenMemory ? new Uri("http://127.0.0.1:9") : null };
        Callers = new CallersToIndex(Tasks, settings, clock);
        Index = new IndexCallers(Tasks, engines, stores.Get<ElaomsMetrics>(), clock, NullLogger<IndexCallers>.Instance);
        Erase = new EraseCaller(
            stores.Get<FindCaller>(),
            new CurrentPayload(stores.Claims, stores.Get<CallerRecords>(), Callers),
            stores.Get<PayloadErasure>(),
            new IndexErasure(Index, engines, stores.Get<IDocumentStore<CallerVectors>>(), stores.Notes),
            stores.Get<CallerRecords>(),
            stores.Get<IDeletedData>());
    }

    public IDocumentStore<IndexTask> Tasks { get; }

    public CallersToIndex Callers { get; }

    public IndexCallers Index { get; }

    public EraseCaller Erase { get; }

    public Task AddAsync(CallerKey caller) => Callers.AddAsync(caller, CancellationToken.None);

    public Task<IndexOutcome> IndexAsync(CallerKey caller) => Index.IndexAsync(caller, new IndexRound(), CancellationToken.None);

    public Task<int> IndexDueAsync() => Index.IndexDueAsync(TimeSpan.FromMinutes(3), CancellationToken.None);

    public async Task<IndexTask?> TaskAsync(CallerKey caller) => (await Tasks.ReadAsync(caller, CancellationToken.None))?.Value;
}
