using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Elaoms.Core.Telemetry;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace Elaoms.Functions;

/// <summary>Sends the product's spans, metrics and logs where the Functions host sends its own.</summary>
internal static class FunctionsTelemetry
{
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ClientIdPart = "ClientId=";

    /// <summary>Adds Azure Monitor when its connection string is set, and OTLP when its endpoint is.</summary>
    public static IServiceCollection AddElaomsTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(traces => traces.AddSource(ElaomsActivities.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(ElaomsMetrics.MeterName));
        if (!string.IsNullOrWhiteSpace(configuration[ConnectionString]))
            telemetry.UseAzureMonitorExporter(monitor =>
            {
                // Of traces the exporter sends five a second; an error is told also when the trace it belongs to is not.
                monitor.EnableTraceBasedLogsSampler = false;
                SignIn(monitor, configuration[Authentication]);
            });
        if (!string.IsNullOrWhiteSpace(configuration[OtlpEndpoint]))
            telemetry.UseOtlpExporter();
        return services;
    }

    // If Application Insights takes no key, "Authorization=AAD" tells the host so, after the client id of a user-assigned identity.
    // Source: https://learn.microsoft.com/azure/azure-functions/functions-app-settings#applicationinsights_authentication_string
    private static void SignIn(AzureMonitorExporterOptions monitor, string? authentication)
    {
        var parts = (authentication ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!parts.Contains("Authorization=AAD", StringComparer.OrdinalIgnoreCase))
            return;
        var clientId = Array.Find(parts, part => part.StartsWith(ClientIdPart, StringComparison.OrdinalIgnoreCase))?[ClientIdPart.Length..];
        monitor.Credential = new ManagedIdentityCredential(
            clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId));
    }
}
