using System.Reflection;
using System.Text.Json;
using Elaoms.Core.Health;
using Elaoms.Core.Settings;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Web;

/// <summary>The routes for people and probes: what this is, and whether it works.</summary>
public sealed class UtilityEndpoints(Readiness readiness, ElaomsSettings settings, TimeProvider time)
{
    private const string Service = "elaoms";

    private static readonly string Version =
        typeof(UtilityEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary><c>GET /</c>: the name and the links.</summary>
    public Task RootAsync(HttpContext context)
        => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, settings.Docs, static (docs, writer) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, "ELAOMS"u8);
            writer.WriteString("version"u8, Version);
            writer.WriteStartObject("links"u8);
            writer.WriteString("health"u8, "/health"u8);
            if (docs)
            {
                writer.WriteString("docs"u8, "/docs"u8);
                writer.WriteString("redoc"u8, "/redoc"u8);
                writer.WriteString("openapi"u8, "/openapi.json"u8);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    /// <summary><c>GET /health</c>: that the process answers, as the original said it.</summary>
    public Task HealthAsync(HttpContext context)
        => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, time.GetUtcNow(), static (now, writer) =>
        {
            writer.WriteStartObject();
            writer.WriteString("status"u8, "healthy"u8);
            writer.WriteString("service"u8, Service);
            writer.WriteString("version"u8, Version);
            writer.WriteString("timestamp"u8, now.UtcDateTime);
            writer.WriteEndObject();
        });

    /// <summary><c>GET /health/live</c>: that the process answers; depends on nothing.</summary>
    public static Task LiveAsync(HttpContext context)
        => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, "live", static (status, writer) =>
        {
            writer.WriteStartObject();
            writer.WriteString("status"u8, status);
            writer.WriteEndObject();
        });

    /// <summary><c>GET /health/ready</c>: whether calls can be taken and answered; 503 when not.</summary>
    public async Task ReadyAsync(HttpContext context)
    {
        var report = await readiness.CheckAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(
            context, report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, report, Write);
    }

    private static void Write(ReadinessReport report, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("status"u8, report.Ready ? "ready"u8 : "not_ready"u8);
        writer.WriteStartObject("checks"u8);
        writer.WriteString("storage"u8, report.Storage ? "ok"u8 : "failed"u8);
        writer.WriteString("queue"u8, report.Queue ? "ok"u8 : "failed"u8);
        writer.WriteString("engine"u8, report.Engine);
        writer.WriteString("engine_state"u8, report.EngineWorks ? "ok"u8 : "failed"u8);
        writer.WriteEndObject();
        if (report.FreeBytes is { } free)
            writer.WriteNumber("free_bytes"u8, free);
        if (report.Waiting is { } waiting)
            writer.WriteNumber("calls_waiting"u8, waiting);
        writer.WriteEndObject();
    }
}
