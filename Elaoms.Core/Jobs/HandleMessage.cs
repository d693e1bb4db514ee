using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Queue;

namespace Elaoms.Core.Jobs;

/// <summary>Does what a message of the queue asks for, whichever host took it: learns a call, or does a job.</summary>
public sealed class HandleMessage(LearnFromMessage learn, RunJob run)
{
    /// <summary>Does it. Returns when the message may be completed.</summary>
    /// <param name="text">The message as the queue stores it.</param>
    /// <param name="tries">The number of this try, from 1: the message's dequeue count.</param>
    /// <exception cref="Exception">Something failed that may pass: the message must be tried again.</exception>
    public Task HandleAsync(string text, int tries, CancellationToken cancellationToken) => JobMessage.Decode(text) is { } job
        ? run.RunAsync(job.Job, tries, cancellationToken)
        : learn.LearnAsync(text, tries, cancellationToken);

    /// <summary>Notes that a message has failed which the Functions host gave up. Returns when it may be completed.</summary>
    /// <param name="text">The message as the queue stores it.</param>
    /// <exception cref="Exception">A fault of the storage: the message must be tried again.</exception>
    public Task GiveUpAsync(string text, CancellationToken cancellationToken) => JobMessage.Decode(text) is { } job
        ? run.RunAsync(job.Job, LearnFromCall.MaxTries + 1, cancellationToken)
        : learn.GiveUpAsync(text, cancellationToken);
}
