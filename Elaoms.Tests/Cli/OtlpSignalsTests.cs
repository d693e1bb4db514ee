using Elaoms.Cli.Serving;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.Cli;

public sealed class OtlpSignalsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT= ", "")]
    [InlineData("OTEL_TRACES_EXPORTER=otlp", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://x", "traces metrics logs")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://x", "traces")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://x OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=http://x", "metrics logs")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://x OTEL_SDK_DISABLED=true", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://x OTEL_SDK_DISABLED=TRUE", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://x OTEL_SDK_DISABLED=1", "traces metrics logs")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://x OTEL_TRACES_EXPORTER=none", "metrics logs")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://x OTEL_METRICS_EXPORTER=prometheus OTEL_LOGS_EXPORTER=NONE", "traces")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://x OTEL_TRACES_EXPORTER=console,otlp OTEL_METRICS_EXPORTER= OTEL_LOGS_EXPORTER=none",
        "traces metrics")]
    public void Signals_are_those_that_have_an_endpoint_and_are_not_switched_off(string variables, string expected)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=', 2))
            .ToDictionary(pair => pair[0], string? (pair) => pair[1], StringComparer.Ordinal);

        var signals = OtlpSignals.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());

        string[] read =
        [
            .. signals.Traces ? ["traces"] : Array.Empty<string>(), .. signals.Metrics ? ["metrics"] : Array.Empty<string>(),
            .. signals.Logs ? ["logs"] : Array.Empty<string>(),
        ];
        Assert.Equal(expected, string.Join(' ', read));
        Assert.Equal(expected.Length > 0, signals.Any);
    }
}
