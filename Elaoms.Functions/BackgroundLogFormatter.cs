using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Elaoms.Functions;

/// <summary>
/// Writes log lines outside an invocation to the worker's output, which the host shows. Other lines reach the host by gRPC.
/// </summary>
internal sealed class BackgroundLogFormatter() : ConsoleFormatter(FormatterName)
{
    /// <summary>The name by which the console logger finds it.</summary>
    public const string FormatterName = "background";

    /// <inheritdoc />
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var isInvocation = new InvocationSeen();
        scopeProvider?.ForEachScope(
            static (scope, seen) => seen.Value |= scope is IEnumerable<KeyValuePair<string, object>> pairs
                && pairs.Any(pair => pair.Key == InvocationLogScope.InvocationId),
            isInvocation);
        if (isInvocation.Value)
            return;

        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{logEntry.LogLevel}: {logEntry.Category}[{logEntry.EventId.Id}] {message}"));
        if (logEntry.Exception is { } fault)
            textWriter.WriteLine(fault.ToString());
    }

    private sealed class InvocationSeen
    {
        public bool Value { get; set; }
    }
}
