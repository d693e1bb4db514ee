using System.Diagnostics;

namespace Elaoms.Core.Telemetry;

/// <summary>
/// The spans of the product's own work. They hold payload names, results and types of faults. They hold no caller, nothing that was said,
/// and no fault's message, which may quote what was being read.
/// </summary>
public static class ElaomsActivities
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "Elaoms";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A delivery is taken in.</summary>
    public static Activity? StartReceiving() => Source.StartActivity("receive call");

    /// <summary>A message is put into the queue; its span is what learning will hang under.</summary>
    public static Activity? StartEnqueuing(string queue, string payload)
        => Source.StartActivity("enqueue call", ActivityKind.Producer)?
            .SetMessaging(queue, "send", "enqueue")
            .SetTag("elaoms.payload", payload);

    /// <summary>
    /// Starts the span for learning a call. Its parent is the span that enqueued the call, so one request stays one trace; a host's own
    /// span for the message is linked. A message without a trace leaves the host's span as the parent.
    /// Source: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
    /// </summary>
    public static Activity? StartLearning(string queue, string payload, string? traceParent, int tries, bool isReplay)
    {
        if (!Source.HasListeners())
            return null;

        var enqueued = ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var sender);
        ActivityLink[] links = enqueued && Activity.Current is { } host ? [new ActivityLink(host.Context)] : [];
        return Source.StartActivity("learn call", ActivityKind.Consumer, sender, links: links)
            ?.SetMessaging(queue, "process", "learn")
            .SetTag("elaoms.payload", payload)
            .SetTag("elaoms.try", tries)
            .SetTag("elaoms.replay", isReplay);
    }

    /// <summary>Memory is asked for a caller who is on the line.</summary>
    public static Activity? StartRecall(string route) => Source.StartActivity("recall")?.SetTag("elaoms.route", route);

    /// <summary>An engine is told of a caller's record.</summary>
    public static Activity? StartIndexing() => Source.StartActivity("index caller");

    /// <summary>The archive is looked through for what was not learned.</summary>
    public static Activity? StartSweep() => Source.StartActivity("sweep");

    /// <summary>Calls are compared with those that the platform lists.</summary>
    public static Activity? StartReconciling() => Source.StartActivity("reconcile calls");

    /// <summary>Says in a span that secrets of a kind were redacted.</summary>
    /// <param name="activity">The span, if there is one.</param>
    /// <param name="kind">The tag of the kind.</param>
    /// <param name="count">How many.</param>
    internal static void AddRedaction(this Activity? activity, string kind, int count)
        => activity?.AddEvent(
            new ActivityEvent("elaoms.redaction", tags: new ActivityTagsCollection { ["kind"] = kind, ["count"] = count }));

    /// <summary>Says that the work of a span failed with an exception.</summary>
    internal static void Fail(this Activity? activity, Exception fault) => activity.Fail(fault.GetType().FullName!);

    /// <summary>Says that the work of a span failed.</summary>
    /// <param name="activity">The span, if there is one.</param>
    /// <param name="errorType">What failed, out of a small set: an exception's type or a result.</param>
    internal static void Fail(this Activity? activity, string errorType)
        => activity?.SetTag("error.type", errorType).SetStatus(ActivityStatusCode.Error);

    // The system is ours whatever stores the messages: a queue of this product, in SQLite or in a storage account.
    private static Activity SetMessaging(this Activity activity, string queue, string type, string name) => activity
        .SetTag("messaging.system", "elaoms")
        .SetTag("messaging.destination.name", queue)
        .SetTag("messaging.operation.type", type)
        .SetTag("messaging.operation.name", name);
}
