using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Search;
using Elaoms.Tests.Records;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Indexing;

public sealed class IndexWorkerTests() : StorageTests(StorageKind.Embedded)
{
    private readonly ScriptedEngine _engine = new();
    private int _faults;

    [Fact]
    public async Task Caller_who_is_added_is_told_at_once()
    {
        var process = Process();
        using var worker = await StartAsync(process);

        for (var i = 0; i < 20; i++)
            await process.AddAsync(KeyOf(i));

        await DoneAsync();
        Assert.Equal(20, _engine.Turns.Count);
        await StopAsync(worker);
    }

    [Fact]
    public async Task Caller_who_was_added_before_the_worker_starts_is_told_when_it_does()
    {
        var process = Process();
        await process.AddAsync(KeyOf(1));

        using var worker = await StartAsync(process);

        await DoneAsync();
        await StopAsync(worker);
    }

    [Fact]
    public async Task Caller_who_is_told_in_part_is_told_the_rest()
    {
        _engine.OnIndex = (_, _) => Task.FromResult(_engine.Turns.Count < 5 ? IndexResult.Incomplete : IndexResult.Complete);
        var process = Process();
        using var worker = await StartAsync(process);

        await process.AddAsync(KeyOf(1));

        await DoneAsync();
        Assert.Equal(5, _engine.Turns.Count);
        await StopAsync(worker);
    }

    [Fact]
    public async Task Caller_whose_turn_never_ends_keeps_the_others_from_nothing()
    {
        var never = new TaskCompletionSource<IndexResult>();
        _engine.OnIndex = (caller, token) => caller == KeyOf(0) ? never.Task.WaitAsync(token) : Task.FromResult(IndexResult.Complete);
        var process = Process();
        using var worker = await StartAsync(process);

        for (var i = 0; i < 10; i++)
            await process.AddAsync(KeyOf(i));

        await Eventually.IsTrueAsync(async () => await Stores.Tasks.CountAsync() == 1, "all but one are told");
        await StopAsync(worker);
        Assert.Equal([KeyOf(0)], await Stores.Tasks.ListDueAsync(Storage.Clock.GetUtcNow(), CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Worker_survives_faults_of_storage_and_engine()
    {
        _engine.OnIndex = (_, _) => _engine.Turns.Count switch
        {
            1 => throw new EngineException("no"),
            2 => throw new InvalidOperationException("A bug."),
            _ => Task.FromResult(IndexResult.Complete),
        };
        var process = Process();
        using var worker = await StartAsync(process);
        for (var i = 0; i < 3; i++)
        {
            Volatile.Write(ref _faults, 0);
            await process.AddAsync(KeyOf(i));
        }

        await Eventually.IsTrueAsync(() => _engine.Turns.Count == 3, "three turns");
        var broken = new IndexProcess(Stores, _engine, Storage.Clock, new InterruptedDocuments<IndexTask>(Stores.Tasks, FailAsync));
        using var other = await StartAsync(broken);
        await broken.AddAsync(KeyOf(4));
        Volatile.Write(ref _faults, 6);
        for (var i = 5; Volatile.Read(ref _faults) > 0; i++)
            await Record.ExceptionAsync(() => broken.AddAsync(KeyOf(i)));

        await broken.AddAsync(KeyOf(100));

        await Eventually.IsTrueAsync(() => _engine.Turns.Contains(KeyOf(100)), "the worker goes on");
        Assert.False(other.ExecuteTask!.IsCompleted);
        await StopAsync(other);
        await StopAsync(worker);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Worker_ends_when_told_to_and_leaves_the_rest_due(bool failsForIt)
    {
        _engine.OnIndex = async (_, token) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            catch (OperationCanceledException fault) when (failsForIt)
            {
                throw new EngineException("The connection was closed.", fault);
            }

            return IndexResult.Complete;
        };
        var process = Process();
        using var worker = await StartAsync(process);
        for (var i = 0; i < 10; i++)
            await process.AddAsync(KeyOf(i));
        await Eventually.IsTrueAsync(() => _engine.Turns.Count == IndexCallers.Lanes, "all lanes are at work");

        await StopAsync(worker);

        Assert.Equal(
            10, await Stores.Tasks.ListDueAsync(Storage.Clock.GetUtcNow(), CancellationToken.None).CountAsync(CancellationToken.None));
        Assert.Equal(IndexCallers.Lanes, _engine.Turns.Count);
    }

    [Fact]
    public async Task Worker_ends_quietly_when_told_to_while_the_storage_fails()
    {
        var begun = new TaskCompletionSource();
        _engine.OnIndex = async (_, token) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            return IndexResult.Complete;
        };
        var process = new IndexProcess(Stores, _engine, Storage.Clock, new InterruptedDocuments<IndexTask>(Stores.Tasks, FailAsync));
        using var worker = await StartAsync(process);
        await process.AddAsync(KeyOf(1));
        await begun.Task;
        Volatile.Write(ref _faults, 1000);

        await StopAsync(worker);
    }

    private IndexProcess Process() => new(Stores, _engine, Storage.Clock);

    private Task FailAsync()
        => Interlocked.Decrement(ref _faults) >= 0 ? Task.FromException(new IOException("The storage is down.")) : Task.CompletedTask;

    private Task DoneAsync() => Eventually.IsTrueAsync(async () => await Stores.Tasks.CountAsync() == 0, "all callers are told");

    private static async Task<IndexWorker> StartAsync(IndexProcess process)
    {
        var worker = new IndexWorker(process.Callers, process.Index, NullLogger<IndexWorker>.Instance);
        await worker.StartAsync(CancellationToken.None);
        return worker;
    }

    private static async Task StopAsync(IndexWorker worker)
    {
        await worker.StopAsync(CancellationToken.None);
        Assert.Equal(TaskStatus.RanToCompletion, worker.ExecuteTask!.Status);
    }

    private static CallerKey KeyOf(int number) => CallerKey.Of(SampleRecords.Sam with { Identity = $"+1202555{number:0000}" }, "k"u8);
}
