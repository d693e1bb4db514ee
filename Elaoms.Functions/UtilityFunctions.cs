using Elaoms.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Elaoms.Functions;

/// <summary>The routes for people and probes. Anonymous: they say nothing that needs a key.</summary>
public sealed class UtilityFunctions(UtilityEndpoints utility)
{
    /// <summary>
    /// Answers <c>GET /</c>. The host allows no empty route; <c>AzureWebJobsDisableHomepage</c> frees the path for this one.
    /// </summary>
    [Function("Root")]
    public Task RootAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{ignored:maxlength(0)?}")] HttpRequest request)
        => utility.RootAsync(request.HttpContext);

    /// <summary>That the process answers, as the original said it.</summary>
    [Function("Health")]
    public Task HealthAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request)
        => utility.HealthAsync(request.HttpContext);

    /// <summary>That the process answers.</summary>
    [Function("Live")]
    public static Task LiveAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request)
        => UtilityEndpoints.LiveAsync(request.HttpContext);

    /// <summary>Whether calls can be taken and answered.</summary>
    [Function("Ready")]
    public Task ReadyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request)
        => utility.ReadyAsync(request.HttpContext);
}
