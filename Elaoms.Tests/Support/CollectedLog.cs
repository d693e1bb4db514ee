using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Elaoms.Tests;

/// <summary>Collects the entries of one event or of all, each with its id before the text.</summary>
/// <param name="id">The event's id; null for all.</param>
internal sealed class CollectedLog(int? id = null) : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _written = new();

    public IEnumerable<string> Written => _written;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (id is null || eventId.Id == id)
            _written.Enqueue($"{eventId.Id} {formatter(state, exception)}");
    }

    public void Dispose()
    {
    }
}
