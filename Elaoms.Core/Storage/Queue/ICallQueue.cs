namespace Elaoms.Core.Storage.Queue;

/// <summary>
/// The queue between webhook and learning. A message is delivered at least once, and stays until it is completed.
/// </summary>
public interface ICallQueue
{
    /// <summary>Adds a message; when this returns, it outlives the process.</summary>
    ValueTask EnqueueAsync(IQueueMessage message, CancellationToken cancellationToken);

    /// <summary>Takes the oldest visible message and hides it.</summary>
    /// <param name="invisibleFor">How long it stays hidden unless renewed.</param>
    /// <returns>The message, or null when none is visible.</returns>
    ValueTask<QueuedCall?> ReceiveAsync(TimeSpan invisibleFor, CancellationToken cancellationToken);

    /// <summary>Hides a message for longer, or shows it again after a delay.</summary>
    /// <returns>The message under its lease from now on; null when the lease is no longer ours.</returns>
    ValueTask<QueuedCall?> HideAsync(QueuedCall call, TimeSpan invisibleFor, CancellationToken cancellationToken);

    /// <summary>Removes a message that has been dealt with; does nothing when the lease is no longer ours.</summary>
    ValueTask CompleteAsync(QueuedCall call, CancellationToken cancellationToken);

    /// <summary>Returns when a message may have become visible, or after a time.</summary>
    ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>How many messages are waiting, hidden ones included. A shared queue may count approximately.</summary>
    ValueTask<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>How long the message whose turn it is has been waiting; null when none is visible.</summary>
    ValueTask<TimeSpan?> ReadAgeAsync(CancellationToken cancellationToken);
}

/// <summary>A message taken from the queue and hidden from others for a while.</summary>
/// <param name="Id">The queue's name for it.</param>
/// <param name="Lease">Proves that we hold it; changes each time it is taken.</param>
/// <param name="Text">The message as stored.</param>
/// <param name="DequeueCount">How often it has been taken, this time included.</param>
public sealed record QueuedCall(string Id, string Lease, string Text, int DequeueCount);
