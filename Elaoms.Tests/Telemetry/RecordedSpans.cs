using System.Collections.Concurrent;
using System.Diagnostics;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Server;

namespace Elaoms.Tests.Telemetry;

/// <summary>
/// Records the spans of the product and of the HTTP server. The sources are those of the whole process: other tests' spans are among them,
/// and their listeners record what this one would not.
/// </summary>
internal sealed class RecordedSpans : IDisposable
{
    private const string HttpSource = "Microsoft.AspNetCore";

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public RecordedSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is ElaomsActivities.SourceName or HttpSource,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The product's spans of a trace that have ended.</summary>
    public IEnumerable<Activity> Of(ActivityTraceId trace)
        => _ended.Where(span => span.TraceId == trace && span.Source.Name == ElaomsActivities.SourceName);

    /// <summary>Waits for the one span of a name within a trace.</summary>
    public Task<Activity> OneAsync(ActivityTraceId trace, string name)
        => OneAsync(span => span.TraceId == trace && span.OperationName == name, name);

    /// <summary>Waits for the one span that fits.</summary>
    public async Task<Activity> OneAsync(Func<Activity, bool> fits, string what)
    {
        await Eventually.IsTrueAsync(() => _ended.Any(fits), $"the span ends: {what}");
        return _ended.Single(fits);
    }

    public void Dispose() => _listener.Dispose();
}
