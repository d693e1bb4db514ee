namespace Elaoms.Core.Storage.Queue;

/// <summary>A message taken from the queue and hidden from others for a while.</summary>
/// <param name="Id">The queue's name for it.</param>
/// <param name="Lease">Proves that we hold it; changes each time it is taken.</param>
/// <param name="Text">The message as stored.</param>
/// <param name="DequeueCount">How often it has been taken, this time included.</param>
public sealed record QueuedCall(string Id, string Lease, string Text, int DequeueCount);
