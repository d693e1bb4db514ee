using Elaoms.Core.Settings;
using Elaoms.Web.Documentation;
using Elaoms.Web.Http;
using Elaoms.Web.Operators;
using Elaoms.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Web;

/// <summary>The HTTP surface as an ASP.NET Core host uses it. A host with routes of its own calls the endpoint classes instead.</summary>
public static class ElaomsEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Registers the endpoint classes.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="isBehindHost">Whether requests come through a host on this machine, as in Azure Functions.</param>
    public static IServiceCollection AddElaomsWeb(this IServiceCollection services, bool isBehindHost = false) => services
        .AddSingleton<IStartupFilter>(provider => new ForwardedClients(provider.GetRequiredService<ElaomsSettings>(), isBehindHost))
        .AddHostedService<AnonymousSearchWarning>()
        .AddSingleton<Refusals>()
        .AddSingleton<ConnectionLimiter>()
        .AddSingleton<ClientDataEndpoint>()
        .AddSingleton<SearchDataEndpoint>()
        .AddSingleton<PostCallEndpoint>()
        .AddSingleton<OperatorGate>()
        .AddSingleton<CallerEndpoints>()
        .AddSingleton<ChangeEndpoint>()
        .AddSingleton<CallEndpoints>()
        .AddSingleton<JobEndpoints>()
        .AddSingleton<FigureEndpoints>()
        .AddSingleton<UtilityEndpoints>()
        .AddSingleton<DocumentationEndpoints>();

    /// <summary>Maps every route.</summary>
    public static void MapElaoms(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        endpoints.MapPost(ClientDataEndpoint.Route, services.GetRequiredService<ClientDataEndpoint>().HandleAsync);
        endpoints.MapPost(SearchDataEndpoint.Route, services.GetRequiredService<SearchDataEndpoint>().HandleAsync);
        endpoints.MapPost(PostCallEndpoint.Route, services.GetRequiredService<PostCallEndpoint>().HandleAsync);

        var (callers, calls) = (services.GetRequiredService<CallerEndpoints>(), services.GetRequiredService<CallEndpoints>());
        var (figures, jobs) = (services.GetRequiredService<FigureEndpoints>(), services.GetRequiredService<JobEndpoints>());
        endpoints.MapGet(CallerEndpoints.List, callers.ListAsync);
        endpoints.MapPost(CallerEndpoints.Find, callers.FindAsync);
        endpoints.MapGet(CallerEndpoints.Show, callers.ShowAsync);
        endpoints.MapPost(CallerEndpoints.Search, callers.SearchAsync);
        endpoints.MapPost(ChangeEndpoint.Route, services.GetRequiredService<ChangeEndpoint>().HandleAsync);
        endpoints.MapGet(CallerEndpoints.Calls, callers.ListCallsAsync);
        endpoints.MapGet(CallerEndpoints.Call, callers.ShowCallAsync);
        endpoints.MapPost(JobEndpoints.Export, jobs.ExportAsync);
        endpoints.MapPost(JobEndpoints.Erase, jobs.EraseAsync);
        endpoints.MapGet(JobEndpoints.Job, jobs.ReadAsync);
        endpoints.MapGet(JobEndpoints.File, jobs.DownloadAsync);
        endpoints.MapGet(CallEndpoints.List, calls.ListAsync);
        endpoints.MapPost(CallEndpoints.Replay, calls.ReplayAsync);
        endpoints.MapPost(CallEndpoints.Dismiss, calls.DismissAsync);
        endpoints.MapGet(FigureEndpoints.Days, figures.ReadDaysAsync);
        endpoints.MapGet(FigureEndpoints.Audit, figures.ReadAuditAsync);

        var utility = services.GetRequiredService<UtilityEndpoints>();
        endpoints.MapMethods("/", Reading, utility.RootAsync);
        endpoints.MapMethods("/health", Reading, utility.HealthAsync);
        endpoints.MapMethods("/health/live", Reading, UtilityEndpoints.LiveAsync);
        endpoints.MapMethods("/health/ready", Reading, utility.ReadyAsync);
        endpoints.MapElaomsDocumentation(services.GetRequiredService<DocumentationEndpoints>());
    }
}
