using System.Reflection;
using Elaoms.Core.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Elaoms.Cli.Serving;

/// <summary>
/// Exports traces, metrics and logs over OTLP when the OTEL_* variables say where to. Without them nothing of OpenTelemetry is loaded.
/// Buffered data is sent when the server is disposed.
/// </summary>
internal static class OtlpExport
{
    private const string ServiceName = "elaoms";

    // Else log records carry their text and not the event ids of docs/operations.md.
    private static readonly KeyValuePair<string, string?>[] Defaults =
        [new("OTEL_DOTNET_EXPERIMENTAL_OTLP_EMIT_EVENT_LOG_ATTRIBUTES", "true")];

    /// <summary>Adds the export of what the server's configuration asks for.</summary>
    public static void AddOtlpExport(this WebApplicationBuilder builder)
    {
        var signals = OtlpSignals.Read(builder.Configuration);
        if (signals.Any)
            Add(builder, signals);
    }

    // The SDK reads endpoints, protocol, headers, sampler and the rest from the server's configuration, which also holds the .env file.
    private static void Add(WebApplicationBuilder builder, OtlpSignals signals)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });

        // The exporter takes all three signals or none. One that is not wanted is given nothing to export; metrics need
        // a provider without the exporter's reader, which would send an empty message each minute.
        var telemetry = builder.Services.AddOpenTelemetry().UseOtlpExporter().ConfigureResource(Describe);
        if (signals.Traces)
            telemetry.WithTracing(AddSpans);
        if (signals.Metrics)
            telemetry.WithMetrics(metrics => metrics.AddMeter(
                ElaomsMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"));
        else
            builder.Services.AddSingleton(static _ => Sdk.CreateMeterProviderBuilder().Build());
        if (signals.Logs)
            telemetry.WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true);
        else
            builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(category: null, LogLevel.None);
    }

    private static void AddSpans(TracerProviderBuilder traces) => traces
        .AddSource(ElaomsActivities.SourceName)
        .AddAspNetCoreInstrumentation(
            http => http.Filter = static context => !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
        .AddProcessor(new HttpSpanSecrecy());

    // The variables come last because what comes last wins.
    private static void Describe(ResourceBuilder resource)
        => resource.AddService(ServiceName, serviceVersion: Version()).AddEnvironmentVariableDetector();

    private static string Version()
        => typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
