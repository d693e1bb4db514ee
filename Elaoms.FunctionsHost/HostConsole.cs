using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Elaoms.FunctionsHost;

/// <summary>What the host's console and the log stream show, filtered by the levels of <c>host.json</c>.</summary>
internal sealed class HostConsole : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ServiceProvider _services;
    private readonly ILoggerFactory _loggers;

    public HostConsole(HostJson host)
    {
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddConfiguration(host.Logging).AddProvider(new Provider(_lines)))
            .BuildServiceProvider();
        _loggers = _services.GetRequiredService<ILoggerFactory>();
    }

    /// <summary>The lines so far, oldest first, each as <c>level category: message</c>.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>The lines so far, for the message of a failed test.</summary>
    public string Text => string.Join('\n', _lines);

    public void Write(LogLevel level, string category, string message)
    {
#pragma warning disable CA1848, CA2254 // What a worker sends is text already.
        _loggers.CreateLogger(category).Log(level, default, message, exception: null, static (text, _) => text);
#pragma warning restore CA1848, CA2254
    }

    public void Dispose() => _services.Dispose();

    private sealed class Provider(ConcurrentQueue<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

        public void Dispose()
        {
            // Nothing is held.
        }
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)}");
    }
}
