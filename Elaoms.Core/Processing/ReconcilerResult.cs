namespace Elaoms.Core.Processing;

/// <summary>What a sweep saw and did.</summary>
/// <param name="Enqueued">How many payloads were enqueued again.</param>
/// <param name="QueueAge">How long the call whose turn it is has been waiting; null when none waits.</param>
/// <param name="QueueLength">How many calls wait.</param>
/// <param name="Failed">How many payloads have a failed receipt.</param>
/// <param name="Unreadable">How many messages could not be read, since somebody last dismissed their notices.</param>
public sealed record ReconcilerResult(int Enqueued, TimeSpan? QueueAge, long QueueLength, int Failed, long Unreadable = 0);
