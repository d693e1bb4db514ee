using Microsoft.Extensions.Configuration;

namespace Elaoms.Cli.Serving;

/// <summary>
/// Which signals are exported over OTLP, according to OpenTelemetry's variables. The .NET SDK does not read OTEL_*_EXPORTER and exports to
/// localhost where no endpoint is set.
/// Source: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
/// </summary>
/// <param name="Traces">Whether spans are exported.</param>
/// <param name="Metrics">Whether metrics are exported.</param>
/// <param name="Logs">Whether logs are exported.</param>
public sealed record OtlpSignals(bool Traces, bool Metrics, bool Logs)
{
    /// <summary>Whether any is.</summary>
    public bool Any => Traces || Metrics || Logs;

    /// <summary>Reads the variables.</summary>
    public static OtlpSignals Read(IConfiguration values)
    {
        var enabled = !string.Equals(values["OTEL_SDK_DISABLED"]?.Trim(), "true", StringComparison.OrdinalIgnoreCase);
        return new OtlpSignals(
            enabled && IsWanted(values, "TRACES"), enabled && IsWanted(values, "METRICS"), enabled && IsWanted(values, "LOGS"));
    }

    private static bool IsWanted(IConfiguration values, string signal)
        => (IsSet(values["OTEL_EXPORTER_OTLP_ENDPOINT"]) || IsSet(values[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]))
            && values[$"OTEL_{signal}_EXPORTER"] is var exporters
            && (!IsSet(exporters)
                || exporters!.Split(',', StringSplitOptions.TrimEntries).Contains("otlp", StringComparer.OrdinalIgnoreCase));

    private static bool IsSet(string? value) => !string.IsNullOrWhiteSpace(value);
}
