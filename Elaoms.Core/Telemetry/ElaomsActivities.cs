using System.Diagnostics;
using Elaoms.Core.Intake;

namespace Elaoms.Core.Telemetry;

/// <summary>The spans of the product's own work. They hold payload names and results, no caller and nothing that was said.</summary>
public static class ElaomsActivities
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "Elaoms";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A delivery is taken in; its span is what learning from it will hang under.</summary>
    public static Activity? StartReceiving() => Source.StartActivity("receive call", ActivityKind.Producer);

    /// <summary>
    /// A call is learned. The parent is the delivery that brought it, also when a host has a span of its own for the message: that one is linked, so that one request stays one
    /// trace. Source: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
    /// </summary>
    public static Activity? StartLearning(CallMessage message, int tries)
    {
        var delivered = ActivityContext.TryParse(message.TraceParent, traceState: null, isRemote: true, out var delivery);
        ActivityLink[] links = delivered && Activity.Current is { } host ? [new ActivityLink(host.Context)] : [];
        return Source.StartActivity("learn call", ActivityKind.Consumer, delivery, links: links)
            ?.SetTag("elaoms.payload", message.Payload.Value)
            .SetTag("elaoms.try", tries)
            .SetTag("elaoms.replay", message.IsReplay);
    }

    /// <summary>Memory is asked for a caller who is on the line.</summary>
    public static Activity? StartRecall(string route) => Source.StartActivity("recall")?.SetTag("elaoms.route", route);

    /// <summary>The archive is looked through for what was not learned.</summary>
    public static Activity? StartSweep() => Source.StartActivity("sweep");
}
