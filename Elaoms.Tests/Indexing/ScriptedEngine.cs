using System.Collections.Concurrent;
using Elaoms.Core.Calls;
using Elaoms.Core.Search;

namespace Elaoms.Tests.Indexing;

/// <summary>An engine that does what a test says, and notices when it is told of one caller twice at a time.</summary>
internal sealed class ScriptedEngine : IMemoryEngine
{
    private readonly ConcurrentDictionary<CallerKey, int> _under = new();
    private readonly ConcurrentQueue<CallerKey> _turns = new();
    private readonly ConcurrentQueue<CallerKey> _forgotten = new();
    private int _overlaps;

    public string Name { get; init; } = "scripted";

    public double Weight { get; init; } = 1;

    /// <summary>What a turn does.</summary>
    public Func<CallerKey, CancellationToken, Task<IndexResult>> OnIndex { get; set; } = (_, _) => Task.FromResult(IndexResult.Complete);

    /// <summary>What forgetting does.</summary>
    public Func<CallerKey, CancellationToken, Task> OnForget { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What a search finds.</summary>
    public Func<Search, CancellationToken, Task<IReadOnlyList<string>>> OnSearch { get; set; }
        = (_, _) => throw new NotSupportedException();

    /// <summary>Whose turns there were, in order.</summary>
    public IReadOnlyList<CallerKey> Turns => [.. _turns];

    public IReadOnlyList<CallerKey> Forgotten => [.. _forgotten];

    /// <summary>How often a turn began or a caller was being forgotten while another turn of the same caller was under way.</summary>
    public int Overlaps => _overlaps;

    public async Task<IndexResult> IndexAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        _turns.Enqueue(caller);
        return await AloneAsync(caller, () => OnIndex(caller, cancellationToken));
    }

    public async Task ForgetAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        _forgotten.Enqueue(caller);
        await AloneAsync(caller, async () =>
        {
            await OnForget(caller, cancellationToken);
            return true;
        });
    }

    public async Task<T> AloneAsync<T>(CallerKey caller, Func<Task<T>> act)
    {
        if (_under.AddOrUpdate(caller, 1, (_, others) => others + 1) > 1)
            Interlocked.Increment(ref _overlaps);
        try
        {
            return await act();
        }
        finally
        {
            _under.AddOrUpdate(caller, 0, (_, all) => all - 1);
        }
    }

    public Task<IReadOnlyList<string>> SearchAsync(
        CallerKey caller, Task<CallerIndex?> index, string query, int count, CancellationToken cancellationToken)
        => OnSearch(new Search(caller, index, query, count), cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is asked of a search.</summary>
    public sealed record Search(CallerKey Caller, Task<CallerIndex?> Index, string Query, int Count);
}
