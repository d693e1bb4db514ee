using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Exports;
using Elaoms.Core.Json;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Jobs;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Jobs;

/// <summary>
/// Does a job of the queue. It can be cut short and done again: an export is written anew, an erasing goes on with what is left.
/// </summary>
public sealed partial class RunJob(
    StoredJobs jobs, IJobFiles files, ExportCaller export, EraseCaller erase, TimeProvider time, ILogger<RunJob> logger)
{
    private const int MaxReasonLength = 300;
    private const int RunLength = 8;
    private const string NothingStored = "Nothing is stored about the caller.";
    private const string NoTries = "No tries are left: each time the process ended or the storage could not be reached.";

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);

    /// <summary>Does a job. Returns when the message may be completed.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="tries">Which try this is, from 1: the message's dequeue count.</param>
    /// <exception cref="Exception">Something failed that may pass: the message must be tried again.</exception>
    public async Task RunAsync(string id, int tries, CancellationToken cancellationToken)
    {
        if (await jobs.ReadAsync(id, cancellationToken) is not { IsInFlight: true } job)
            return;
        if (tries > LearnFromCall.MaxTries)
        {
            await GiveUpAsync(job, NoTries, cancellationToken);
            return;
        }

        try
        {
            await ChangeAsync(
                id, there => there with { State = JobState.Running, TouchedAt = time.GetUtcNow() }, cancellationToken);
            await (job.Kind == JobKind.Export
                ? ExportAsync(job, new CallerKey(job.Caller!), tries, cancellationToken)
                : EraseAsync(job, cancellationToken));
        }
        catch (JobGoneException)
        {
            // The caller was erased, or its time is over.
            await files.DeleteAsync(id, CancellationToken.None);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogTry(fault, id, tries);
            if (tries < LearnFromCall.MaxTries)
                throw;
            await GiveUpAsync(job, $"{fault.GetType().Name}: {fault.Message}".Truncate(MaxReasonLength), cancellationToken);
        }
    }

    private async Task ExportAsync(CallerJob job, CallerKey caller, int tries, CancellationToken cancellationToken)
    {
        // What a killed process has left.
        if (tries > 1)
            await files.DeleteAsync(job.Id, cancellationToken);
        // Two processes may be at it, when a lease was lost: each writes a file of its own.
        var name = $"caller-{Guid.NewGuid().ToString("N")[..RunLength]}.zip";
        ExportSummary? summary = null;
        var begin = time.GetTimestamp();
        var bytes = await files.StoreAsync(
            job.Id,
            name,
            async (output, token) =>
            {
                await using var zip = await ZipTarget.CreateAsync(output, token);
                summary = await export.ExportAsync(caller, zip, token, (done, total) => TellAsync(done, total, token));
            },
            cancellationToken);
        if (summary is null)
            await files.DeleteAsync(job.Id, cancellationToken);
        await ChangeAsync(
            job.Id,
            there => there.IsInFlight
                ? there.Ended(JobState.Done, summary is null ? NothingStored : null, time.GetUtcNow()) with
                {
                    Done = there.Total,
                    Files = summary is null ? [] : [new JobFile(name, bytes)],
                }
                : there,
            cancellationToken);

        async Task TellAsync(int done, int total, CancellationToken token)
        {
            if (done > 1 && done < total && time.GetElapsedTime(begin) < TellEvery)
                return;
            begin = time.GetTimestamp();
            await ChangeAsync(job.Id, there => there with { Done = done, Total = total, TouchedAt = time.GetUtcNow() }, token);
        }
    }

    private async Task EraseAsync(CallerJob job, CancellationToken cancellationToken)
    {
        // A process died when all was deleted: the job names nobody any more.
        if (job.Caller is null)
        {
            var state = await erase.ClearAsync(cancellationToken);
            await EndAsync((job.Erased ?? new ErasureCounts()) with { DeletedData = state });
            return;
        }

        var earlier = job.Erased;
        var erased = await erase.EraseAsync(new CallerKey(job.Caller), cancellationToken, (step, found) => ChangeAsync(
            job.Id,
            there => there with
            {
                // Before the storage is cleared, so that nothing in it leads to the caller afterwards.
                Caller = step >= ErasureStep.Deleted ? null : there.Caller,
                Done = (int)step,
                Total = EraseCaller.Steps,
                TouchedAt = time.GetUtcNow(),
                Erased = found.ToCounts(isErased: false).After(earlier),
            },
            cancellationToken));
        await EndAsync(erased.ToCounts(isErased: true).After(earlier));

        Task EndAsync(ErasureCounts counts) => ChangeAsync(
            job.Id,
            there => there.Ended(JobState.Done, reason: null, time.GetUtcNow()) with
            {
                Caller = null,
                Done = EraseCaller.Steps,
                Total = EraseCaller.Steps,
                Erased = counts,
            },
            cancellationToken);
    }

    private async Task ChangeAsync(string id, Func<CallerJob, CallerJob> change, CancellationToken cancellationToken)
    {
        if (!await jobs.TryChangeAsync(id, change, cancellationToken))
            throw new JobGoneException();
    }

    private async Task GiveUpAsync(CallerJob job, string reason, CancellationToken cancellationToken)
    {
        if (job.Kind == JobKind.Export)
            await files.DeleteAsync(job.Id, cancellationToken);
        await jobs.TryChangeAsync(
            job.Id, there => there.IsInFlight ? there.Ended(JobState.Failed, reason, time.GetUtcNow()) : there, cancellationToken);
        LogGivenUp(job.Id, reason);
    }

    [LoggerMessage(8003, LogLevel.Warning, "Job {Job}: try {Tries} failed")]
    private partial void LogTry(Exception fault, string job, int tries);

    [LoggerMessage(8004, LogLevel.Error, "Job {Job} was given up: {Reason}")]
    private partial void LogGivenUp(string job, string reason);

    /// <summary>The job is not there any more.</summary>
    private sealed class JobGoneException : Exception;
}
