using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Elaoms.Functions;

/// <summary>Brings the product's log lines to the host's console and log stream.</summary>
internal static class FunctionsLogging
{
    /// <summary>Adds the marks that the host looks for, and an output for lines of no invocation.</summary>
    public static FunctionsApplicationBuilder AddElaomsLogging(this FunctionsApplicationBuilder builder)
    {
        builder.UseMiddleware<InvocationLogScope>();
        builder.Logging
            .AddConsole(console => console.FormatterName = BackgroundLogFormatter.FormatterName)
            .AddConsoleFormatter<BackgroundLogFormatter, ConsoleFormatterOptions>(console => console.IncludeScopes = true)
            // Each request would be told four times over; the host tells it as well.
            .AddFilter("Microsoft", LogLevel.Warning);
        return builder;
    }
}
