using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Core.Storage.Queue;

namespace Elaoms.Core.Jobs;

/// <summary>Has the queue do something for a caller.</summary>
public sealed class StartJob(StoredJobs jobs, ICallQueue queue)
{
    /// <summary>Starts a job, unless the same is in flight for the caller: then that one is returned.</summary>
    /// <returns>The job; null when there are as many as may be.</returns>
    public async Task<CallerJob?> StartAsync(JobKind kind, CallerKey caller, CancellationToken cancellationToken)
    {
        if (await jobs.AddAsync(kind, caller, cancellationToken) is not { } added)
            return null;
        // If the process dies in between, the sweep enqueues it.
        if (added.IsNew)
            await queue.EnqueueAsync(new JobMessage(added.Job.Id), cancellationToken);
        return added.Job;
    }
}
