using Elaoms.Core.Json;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Telemetry;

namespace Elaoms.Core.Processing.Sweeping;

/// <summary>Deletes jobs and files whose time is over, and enqueues jobs again of which nothing was heard.</summary>
public sealed class JobSweep(StoredJobs jobs, ICallQueue queue, ElaomsSettings settings, ElaomsMetrics metrics, TimeProvider time)
{
    private const string NotInTime = "It was not done within a day.";

    /// <summary>Sweeps once.</summary>
    /// <param name="isBehind">Whether the queue has a backlog, in which lost messages can't be told from waiting ones.</param>
    /// <param name="isAll">Whether to look for files without a job too.</param>
    internal async Task SweepAsync(bool isBehind, bool isAll, CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            var all = await jobs.ReadAllAsync(cancellationToken);
            foreach (var job in all)
            {
                if (job.IsInFlight && job.IsExpired(now))
                    await jobs.TryChangeAsync(
                        job.Id, there => there.IsInFlight ? there.Ended(JobState.Failed, NotInTime, now) : there, cancellationToken);
                else if (job.IsInFlight && !isBehind && IsSilent(job, now))
                    await EnqueueAsync(job, now, cancellationToken);
            }

            if (all.Any(IsOver))
                await jobs.RemoveAsync(IsOver, cancellationToken);
            if (isAll)
                await jobs.CollectFilesAsync(cancellationToken);

            bool IsOver(CallerJob job) => !job.IsInFlight && job.IsExpired(now);
        }
        catch (NewerDocumentException fault)
        {
            // They are for the program that wrote them, and keep nothing else from being swept.
            metrics.NewerDocument(fault.Kind);
        }
    }

    private bool IsSilent(CallerJob job, DateTimeOffset now) => now - job.TouchedAt >= settings.SweepAfter || job.TouchedAt > now;

    private async Task EnqueueAsync(CallerJob job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await queue.EnqueueAsync(new JobMessage(job.Id), cancellationToken);
        await jobs.TryChangeAsync(job.Id, there => there with { TouchedAt = now }, cancellationToken);
    }
}
