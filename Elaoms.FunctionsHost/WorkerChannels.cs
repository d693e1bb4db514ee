using System.Collections.Concurrent;

namespace Elaoms.FunctionsHost;

/// <summary>The workers that were started, by name.</summary>
internal sealed class WorkerChannels
{
    private readonly ConcurrentDictionary<string, WorkerChannel> _channels = new(StringComparer.Ordinal);

    public void Add(WorkerChannel channel) => _channels[channel.Id] = channel;

    /// <summary>Finds a worker; null when none of that name was started.</summary>
    public WorkerChannel? Find(string id) => _channels.GetValueOrDefault(id);
}
