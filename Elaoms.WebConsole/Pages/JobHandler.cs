using Elaoms.Core.Calls;
using Elaoms.Core.Jobs;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Web.Http;
using Elaoms.WebConsole.Http;

namespace Elaoms.WebConsole.Pages;

/// <summary>
/// Has the queue export or erase a caller, shows how far it is, and hands the file out. For operators alone, as in the API.
/// </summary>
internal sealed class JobHandler(StartJob start, StoredJobs jobs, IJobFiles files)
{
    /// <summary>Starts a job.</summary>
    public async Task StartAsync(ConsoleRequest request, CallerKey caller, JobKind kind)
    {
        await request.RecordAsync(kind == JobKind.Export ? "export" : "erase", caller);
        await (await start.StartAsync(kind, caller, request.Aborted) is { } job
            ? request.GoAsync(ConsoleRoutes.Job(job.Id))
            : request.GoAsync(ConsoleRoutes.Caller(caller), Notice.TooManyJobs));
    }

    /// <summary>Shows how far a job is. It is asked for again and again, and holds nothing that was said: so it is not recorded.</summary>
    public async Task ShowAsync(ConsoleRequest request, string id)
    {
        if (await FindAsync(request, id) is { } job)
            await request.ShowAsync<JobPage>(
                job.Kind == JobKind.Export ? "Export" : "Erase", ConsoleRoutes.Callers, (nameof(JobPage.Job), job));
    }

    /// <summary>Hands out a file of a job.</summary>
    public async Task DownloadAsync(ConsoleRequest request, string id, string name)
    {
        if (await FindAsync(request, id) is not { } job)
            return;
        // The name is compared, and never made a path.
        if (job.Files.FirstOrDefault(one => one.Name == name) is not { } file)
        {
            await request.RefuseAsync(Refusal.NotFound);
            return;
        }

        await request.RecordAsync("download-export", job.Caller is { } caller ? new CallerKey(caller) : null);
        await using var content = await files.OpenAsync(job.Id, file.Name, request.Aborted);
        if (content is null)
            await request.RefuseAsync(Refusal.NotFound);
        else
            await FileAnswer.WriteAsync(request.Context, content, file.Name, file.Bytes);
    }

    // Null when the request is answered.
    private async Task<CallerJob?> FindAsync(ConsoleRequest request, string id)
    {
        if (!request.Session.CanChange)
        {
            await request.RefuseAsync(Refusal.WrongRole);
            return null;
        }

        if (CallerJob.IsId(id) && await jobs.ReadAsync(id, request.Aborted) is { } job)
            return job;
        await request.RefuseAsync(Refusal.NotFound);
        return null;
    }
}
