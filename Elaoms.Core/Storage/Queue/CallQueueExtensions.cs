using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Telemetry;

namespace Elaoms.Core.Storage.Queue;

/// <summary>Enqueues with a span of its own, which travels in the message.</summary>
internal static class CallQueueExtensions
{
    /// <summary>Adds a message for a payload; when this returns, it outlives the process.</summary>
    public static async ValueTask EnqueueAsync(
        this ICallQueue queue, PayloadName payload, bool isReplay, CancellationToken cancellationToken)
    {
        using var activity = ElaomsActivities.StartEnqueuing(CallQueueNames.Calls, payload.Value);
        try
        {
            await queue.EnqueueAsync(CallMessage.For(payload, isReplay), cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            activity.Fail(fault);
            throw;
        }
    }
}
