using Elaoms.Core.Telemetry;
using Elaoms.Tests.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Tests.Recall;

/// <summary>Tests of recall under a clock of their own, with what is measured and logged.</summary>
public abstract class RecallTests : IDisposable
{
    private readonly LoggerFactory _logs;

    /// <param name="loggedEvent">The id of the log event that is collected.</param>
    protected RecallTests(int loggedEvent)
    {
        Measured = new RecordedMetrics(Metrics);
        Log = new CollectedLog(loggedEvent);
        _logs = new LoggerFactory([Log]);
    }

    private protected FixedClock Clock { get; } = new();

    private protected ElaomsMetrics Metrics { get; } = new();

    private protected RecordedMetrics Measured { get; }

    private protected CollectedLog Log { get; }

    private protected ILoggerFactory Logs => _logs;

    public void Dispose()
    {
        _logs.Dispose();
        Measured.Dispose();
        Metrics.Dispose();
        GC.SuppressFinalize(this);
    }
}
