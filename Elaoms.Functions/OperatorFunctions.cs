using Elaoms.Web.Operators;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Elaoms.Functions;

/// <summary>The operator API. Anonymous to the Functions host, because each route checks a key of <c>OPERATOR_KEYS</c>.</summary>
public sealed class OperatorFunctions(
    CallerEndpoints callers, ChangeEndpoint change, CallEndpoints calls, FigureEndpoints figures, JobEndpoints jobs)
{
    /// <summary>Who called last.</summary>
    [Function("Callers")]
    public Task CallersAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/callers")] HttpRequest request)
        => callers.ListAsync(request.HttpContext);

    /// <summary>Whom a number means.</summary>
    [Function("FindCaller")]
    public Task FindCallerAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/callers/find")] HttpRequest request)
        => callers.FindAsync(request.HttpContext);

    /// <summary>What is stored of a caller.</summary>
    [Function("ShowCaller")]
    public Task ShowCallerAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/callers/{key}")] HttpRequest request)
        => callers.ShowAsync(request.HttpContext);

    /// <summary>What an agent would be answered, and why.</summary>
    [Function("SearchCaller")]
    public Task SearchCallerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/callers/{key}/search")] HttpRequest request)
        => callers.SearchAsync(request.HttpContext);

    /// <summary>Changes what is remembered of a caller.</summary>
    [Function("ChangeCaller")]
    public Task ChangeCallerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/callers/{key}/changes")] HttpRequest request)
        => change.HandleAsync(request.HttpContext);

    /// <summary>The calls of a caller.</summary>
    [Function("CallsOfCaller")]
    public Task CallsOfCallerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/callers/{key}/calls")] HttpRequest request)
        => callers.ListCallsAsync(request.HttpContext);

    /// <summary>A call of a caller.</summary>
    [Function("CallOfCaller")]
    public Task CallOfCallerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/callers/{key}/calls/{id}")] HttpRequest request)
        => callers.ShowCallAsync(request.HttpContext);

    /// <summary>Exports a caller.</summary>
    [Function("ExportCaller")]
    public Task ExportCallerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/callers/{key}/exports")] HttpRequest request)
        => jobs.ExportAsync(request.HttpContext);

    /// <summary>Erases a caller.</summary>
    [Function("EraseCaller")]
    public Task EraseCallerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/callers/{key}/erasure")] HttpRequest request)
        => jobs.EraseAsync(request.HttpContext);

    /// <summary>How far an export or erasing is.</summary>
    [Function("Job")]
    public Task JobAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/jobs/{id}")] HttpRequest request)
        => jobs.ReadAsync(request.HttpContext);

    /// <summary>The file of an export.</summary>
    [Function("JobFile")]
    public Task JobFileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/jobs/{id}/files/{name}")] HttpRequest request)
        => jobs.DownloadAsync(request.HttpContext);

    /// <summary>What became of calls.</summary>
    [Function("Calls")]
    public Task CallsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/calls")] HttpRequest request)
        => calls.ListAsync(request.HttpContext);

    /// <summary>Another try for a call that failed.</summary>
    [Function("ReplayCall")]
    public Task ReplayCallAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/calls/replay")] HttpRequest request)
        => calls.ReplayAsync(request.HttpContext);

    /// <summary>Gives up a call that failed.</summary>
    [Function("DismissCall")]
    public Task DismissCallAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/calls/dismiss")] HttpRequest request)
        => calls.DismissAsync(request.HttpContext);

    /// <summary>The figures of days.</summary>
    [Function("Days")]
    public Task DaysAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/days")] HttpRequest request)
        => figures.ReadDaysAsync(request.HttpContext);

    /// <summary>Who looked at what.</summary>
    [Function("Audit")]
    public Task AuditAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/audit")] HttpRequest request)
        => figures.ReadAuditAsync(request.HttpContext);
}
