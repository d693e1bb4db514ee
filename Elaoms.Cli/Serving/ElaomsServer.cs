using Elaoms.Hosting;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Reconcile;
using Elaoms.Web;
using Elaoms.Web.Http;
using Elaoms.WebConsole;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elaoms.Cli.Serving;

/// <summary>The whole product in one process: Kestrel in front, the embedded storage behind, learning beside.</summary>
public static class ElaomsServer
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    /// <summary>Builds the server; it is not started.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="urls">Where it listens, as Kestrel takes it; port 0 for any free one.</param>
    /// <param name="configuration">Where the section <c>Logging</c> and the variables <c>OTEL_*</c> come from.</param>
    /// <param name="configureServices">Changes the services last, such as to put another storage in place.</param>
    public static WebApplication Build(
        ElaomsSettings settings,
        IReadOnlyCollection<string> urls,
        IConfiguration configuration,
        Action<IServiceCollection>? configureServices = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = typeof(ElaomsServer).Assembly.GetName().Name });
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrel(server => ServerLimits.ApplyInPublic(server, settings)).UseUrls([.. urls]);
        builder.Logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            });
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime)
            .AddRouting()
            .AddElaoms(settings)
            .AddElaomsWeb()
            .AddElaomsConsole()
            .AddSingleton<RequestsInFlight>()
            .AddHostedService<LearningWorker>()
            .AddHostedService<ReconcilerWorker>();
        if (settings.ElevenLabsReadKey is { } readKey)
            builder.Services.AddReconciliation(settings, readKey).AddHostedService<ReconciliationWorker>();
        builder.AddOtlpExport();
        configureServices?.Invoke(builder.Services);

        var app = builder.Build();
        var connections = app.Services.GetRequiredService<ConnectionLimiter>();
        app.Use(next => context => connections.ServeAsync(context, next));
        var requests = app.Services.GetRequiredService<RequestsInFlight>();
        app.Use(next => context => requests.ServeAsync(context, next));
        app.UseStatusCodePages(static context => (context.HttpContext.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ErrorAnswer.NotFound,
            StatusCodes.Status405MethodNotAllowed => ErrorAnswer.MethodNotAllowed,
            _ => ErrorAnswer.BadRequest with { Status = context.HttpContext.Response.StatusCode },
        }).WriteAsync(context.HttpContext));
        app.UseRouting();
        app.MapElaoms();
        app.MapElaomsConsole();
        return app;
    }
}
