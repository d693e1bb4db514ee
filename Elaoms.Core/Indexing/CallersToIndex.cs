using System.Threading.Channels;
using Elaoms.Core.Calls;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Indexing;

/// <summary>Notes that a caller's record has changed, so that the engines will be told, now or after an outage of days.</summary>
public sealed class CallersToIndex(IDocumentStore<IndexTask> tasks, ElaomsSettings settings, TimeProvider time)
{
    // More than a burst of calls; who finds it full is found by the next sweep.
    private const int MaxSignals = 10_000;

    private readonly Channel<CallerKey> _signals =
        Channel.CreateBounded<CallerKey>(new BoundedChannelOptions(MaxSignals) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Callers who were added in this process, for a worker that wants to be quick.</summary>
    public ChannelReader<CallerKey> Signals => _signals.Reader;

    /// <summary>Adds a caller. When this returns, it outlives the process. Does nothing where our own index is the only engine.</summary>
    public async Task AddAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        if (!settings.HasEnginesToTell)
            return;

        await tasks.MakeDueAsync(caller, ours: null, time, cancellationToken);
        _signals.Writer.TryWrite(caller);
    }
}
