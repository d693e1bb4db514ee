using System.Threading.Channels;

namespace Elaoms.Tests.Indexing;

/// <summary>
/// Lets several actors do one step at a time, and chooses whose step is next: so what happens when steps of several processes fall between
/// each other is tried on purpose, and can be tried again.
/// </summary>
internal sealed class Interleaving(IReadOnlyList<int> choices)
{
    private readonly Channel<(int Actor, TaskCompletionSource? Next)> _events = Channel.CreateUnbounded<(int, TaskCompletionSource?)>();
    private readonly AsyncLocal<int> _actor = new();

    /// <summary>Waits for its next step; outside of <see cref="RunAsync"/>, for nothing.</summary>
    public async Task PassAsync()
    {
        if (_actor.Value == 0)
            return;
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _events.Writer.WriteAsync((_actor.Value, next));
        await next.Task;
    }

    public async Task RunAsync(params IEnumerable<Func<Task>> actors)
    {
        var running = actors.Select((act, i) => Task.Run(() => ActAsync(i + 1, act))).ToList();
        var waiting = new SortedDictionary<int, TaskCompletionSource>();
        var live = running.Count;
        for (var step = 0; ; step++)
        {
            while (waiting.Count < live)
            {
                var (actor, next) = await _events.Reader.ReadAsync();
                if (next is null)
                    live--;
                else
                    waiting.Add(actor, next);
            }

            if (live == 0)
                break;
            // Who waits for another comes round in the end.
            var chosen = waiting.ElementAt((step < choices.Count ? choices[step] : step) % waiting.Count);
            waiting.Remove(chosen.Key);
            chosen.Value.SetResult();
        }

        await Task.WhenAll(running);
    }

    private async Task ActAsync(int actor, Func<Task> act)
    {
        _actor.Value = actor;
        try
        {
            await PassAsync();
            await act();
        }
        finally
        {
            await _events.Writer.WriteAsync((actor, null));
        }
    }
}
