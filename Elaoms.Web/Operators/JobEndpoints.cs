using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Jobs;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Elaoms.Web.Operators;

/// <summary><c>/api/v1/jobs</c>: exports and erases callers by the queue.</summary>
public sealed class JobEndpoints(OperatorGate gate, StartJob start, StoredJobs jobs, IJobFiles files)
{
    /// <summary>The route of <see cref="ExportAsync"/>.</summary>
    public const string Export = CallerEndpoints.List + "/{key}/exports";

    /// <summary>The route of <see cref="EraseAsync"/>.</summary>
    public const string Erase = CallerEndpoints.List + "/{key}/erasure";

    /// <summary>The route of <see cref="ReadAsync"/>.</summary>
    public const string Job = OperatorGate.Root + "/jobs/{id}";

    /// <summary>The route of <see cref="DownloadAsync"/>.</summary>
    public const string File = Job + "/files/{name}";

    /// <summary>Has a caller exported.</summary>
    public Task ExportAsync(HttpContext context) => StartAsync(context, JobKind.Export, "export");

    /// <summary>Has a caller erased.</summary>
    public Task EraseAsync(HttpContext context) => StartAsync(context, JobKind.Erasure, "erase");

    /// <summary>Says how far a job is, and what came of it.</summary>
    public Task ReadAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Operator, async request =>
    {
        if (await FindAsync(request) is { } job)
            await request.AnswerAsync(job, Write);
        else
            await ErrorAnswer.NotFound.WriteAsync(context);
    });

    /// <summary>Hands out a file of a job.</summary>
    public Task DownloadAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Operator, async request =>
    {
        // The name is compared, and never made a path.
        var (job, name) = (await FindAsync(request), context.GetRouteValue("name") as string);
        if (job?.Files.FirstOrDefault(one => one.Name == name) is not { } file)
        {
            await ErrorAnswer.NotFound.WriteAsync(context);
            return;
        }

        await request.RecordAsync("download-export", job.Caller is { } caller ? new CallerKey(caller) : null);
        await using var content = await files.OpenAsync(job.Id, file.Name, request.Aborted);
        if (content is null)
        {
            await ErrorAnswer.NotFound.WriteAsync(context);
            return;
        }

        await FileAnswer.WriteAsync(context, content, file.Name, file.Bytes);
    });

    private Task StartAsync(HttpContext context, JobKind kind, string verb)
        => gate.AdmitAsync(context, OperatorRole.Operator, async (request, caller) =>
        {
            await request.RecordAsync(verb, caller);
            if (await start.StartAsync(kind, caller, request.Aborted) is not { } job)
            {
                await ErrorAnswer.TooManyJobs.WriteAsync(context);
                return;
            }

            context.Response.Headers.Location = $"{OperatorGate.Root}/jobs/{job.Id}";
            await JsonAnswer.WriteAsync(context, StatusCodes.Status202Accepted, job, Write);
        });

    private async Task<CallerJob?> FindAsync(OperatorRequest request)
        => request.Context.GetRouteValue("id") is string id && CallerJob.IsId(id) ? await jobs.ReadAsync(id, request.Aborted) : null;

    private static void Write(CallerJob job, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, job.Id);
        writer.WriteString("kind"u8, job.Kind == JobKind.Export ? "export"u8 : "erasure"u8);
        writer.WriteString("state"u8, job.State switch
        {
            JobState.Waiting => "waiting",
            JobState.Running => "running",
            JobState.Done => "done",
            _ => "failed",
        });
        writer.WriteString("caller"u8, job.Caller);
        writer.WriteString("created_at"u8, job.CreatedAt.UtcDateTime);
        writer.WriteString("expires_at"u8, job.ExpiresAt.UtcDateTime);
        writer.WriteNumber("done"u8, job.Done);
        writer.WriteNumber("total"u8, job.Total);
        writer.WriteString("reason"u8, job.Reason);
        writer.WriteStartArray("files"u8);
        foreach (var file in job.Files)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, file.Name);
            writer.WriteNumber("bytes"u8, file.Bytes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("report"u8);
        if (job.Erased is { } erased)
            WriteReport(erased, job.State == JobState.Done, writer);
        else
            writer.WriteNullValue();
        writer.WriteEndObject();
    }

    private static void WriteReport(ErasureCounts counts, bool isErased, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("erased"u8, isErased);
        writer.WriteBoolean("complete"u8, isErased && counts.IsComplete);
        counts.Write(writer);
        writer.WriteEndObject();
    }
}
