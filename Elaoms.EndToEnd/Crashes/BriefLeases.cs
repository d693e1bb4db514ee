using Elaoms.Core.Storage.Queue;

namespace Elaoms.EndToEnd.Crashes;

/// <summary>A queue whose messages are not hidden for as long as was asked: those of a killed process are back sooner.</summary>
internal sealed class BriefLeases(ICallQueue queue, TimeSpan longest) : ICallQueue
{
    public ValueTask EnqueueAsync(IQueueMessage message, CancellationToken cancellationToken)
        => queue.EnqueueAsync(message, cancellationToken);

    public ValueTask<QueuedCall?> ReceiveAsync(TimeSpan invisibleFor, CancellationToken cancellationToken)
        => queue.ReceiveAsync(Brief(invisibleFor), cancellationToken);

    public ValueTask<QueuedCall?> HideAsync(QueuedCall call, TimeSpan invisibleFor, CancellationToken cancellationToken)
        => queue.HideAsync(call, Brief(invisibleFor), cancellationToken);

    public ValueTask CompleteAsync(QueuedCall call, CancellationToken cancellationToken) => queue.CompleteAsync(call, cancellationToken);

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => queue.WaitAsync(atMost, cancellationToken);

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => queue.CountAsync(cancellationToken);

    public ValueTask<TimeSpan?> ReadAgeAsync(CancellationToken cancellationToken) => queue.ReadAgeAsync(cancellationToken);

    private TimeSpan Brief(TimeSpan asked) => asked < longest ? asked : longest;
}
