using System.Security.Cryptography;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Storage.Jobs;

/// <summary>The jobs as they are stored.</summary>
public sealed class StoredJobs(IDocumentStore<JobList> documents, IJobFiles files, TimeProvider time)
{
    private const int IdBytes = 16;

    /// <summary>Reads a job; null when there is none, or its time is over.</summary>
    public async Task<CallerJob?> ReadAsync(string id, CancellationToken cancellationToken)
        => (await ReadAllAsync(cancellationToken)).FirstOrDefault(job => job.Id == id && !job.IsExpired(time.GetUtcNow()));

    /// <summary>Adds a job, unless one of this kind is in flight for the caller: then that one is returned.</summary>
    /// <returns>The job, and whether it is new; null when there are as many as may be.</returns>
    public async Task<(CallerJob Job, bool IsNew)?> AddAsync(JobKind kind, CallerKey caller, CancellationToken cancellationToken)
    {
        (CallerJob, bool)? added = null;
        await documents.ChangeAsync(
            JobList.Name,
            stored =>
            {
                var (list, now) = (stored ?? JobList.None, time.GetUtcNow());
                added = null;
                if (list.Jobs.FirstOrDefault(job => job.IsInFlight && job.Is(kind, caller) && !job.IsExpired(now)) is { } same)
                {
                    added = (same, false);
                    return stored;
                }

                if (list.Jobs.Count(job => job.IsInFlight) >= JobList.MaxInFlight || list.Jobs.Count >= JobList.MaxJobs)
                    return stored;
                var job = new CallerJob
                {
                    Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
                    Kind = kind,
                    Caller = caller.Value,
                    CreatedAt = now,
                    TouchedAt = now,
                    ExpiresAt = now + CallerJob.Lifetime,
                };
                added = (job, true);
                return list with { Jobs = [.. list.Jobs, job] };
            },
            cancellationToken);
        return added;
    }

    /// <summary>Changes a job.</summary>
    /// <returns>False when it is not there any more: its time is over, or its caller was erased.</returns>
    public async Task<bool> TryChangeAsync(string id, Func<CallerJob, CallerJob> change, CancellationToken cancellationToken)
    {
        var isThere = false;
        await documents.ChangeAsync(
            JobList.Name,
            stored =>
            {
                isThere = stored?.Jobs.Any(job => job.Id == id) == true;
                return isThere ? stored! with { Jobs = [.. stored.Jobs.Select(job => job.Id == id ? change(job) : job)] } : stored;
            },
            cancellationToken);
        return isThere;
    }

    /// <summary>Removes the exports of a caller who is erased. One that runs notices it, and deletes what it writes meanwhile.</summary>
    internal Task EraseAsync(CallerKey caller, CancellationToken cancellationToken)
        => RemoveAsync(job => job.Is(JobKind.Export, caller), cancellationToken);

    /// <summary>Reads all jobs.</summary>
    internal async Task<IReadOnlyList<CallerJob>> ReadAllAsync(CancellationToken cancellationToken)
        => (await documents.ReadAsync(JobList.Name, cancellationToken))?.Value.Jobs ?? [];

    /// <summary>Removes jobs with their files. The files go first: if it is cut short, the job still leads to them.</summary>
    internal async Task RemoveAsync(Func<CallerJob, bool> isToGo, CancellationToken cancellationToken)
    {
        var ids = (await ReadAllAsync(cancellationToken)).Where(isToGo).Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        if (ids.Count == 0)
            return;
        foreach (var id in ids)
            await files.DeleteAsync(id, cancellationToken);
        await documents.ChangeAsync(
            JobList.Name,
            stored => stored?.Jobs.Any(job => ids.Contains(job.Id)) == true
                ? stored with { Jobs = [.. stored.Jobs.Where(job => !ids.Contains(job.Id))] }
                : stored,
            cancellationToken);
        // An export that ended between the two has found its job and left its file.
        foreach (var id in ids)
            await files.DeleteAsync(id, cancellationToken);
    }

    /// <summary>Deletes files that are left of jobs which are there no more: their process died at the wrong moment.</summary>
    internal async Task CollectFilesAsync(CancellationToken cancellationToken)
    {
        var stored = await files.ListAsync(cancellationToken).ToListAsync(cancellationToken);
        // After the files: a job is there before its files are.
        var known = (await ReadAllAsync(cancellationToken)).Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in stored.Where(id => !known.Contains(id)))
            await files.DeleteAsync(id, cancellationToken);
    }
}
