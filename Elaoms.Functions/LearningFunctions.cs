using Azure.Storage.Queues.Models;
using Elaoms.Core.Jobs;
using Elaoms.Core.Processing.Sweeping;
using Elaoms.ElevenLabs.Reconcile;
using Elaoms.Storage.Azure;
using Microsoft.Azure.Functions.Worker;

namespace Elaoms.Functions;

/// <summary>What happens after a delivery was acknowledged.</summary>
public sealed class LearningFunctions(HandleMessage handle, Reconciler reconciler, ReconcileConversations reconcile)
{
    /// <summary>Learns a call, or does a job. What it throws, the host tries again, as <c>host.json</c> says.</summary>
    [Function("LearnFromCall")]
    public Task LearnFromCallAsync([QueueTrigger(AzureAccount.CallsQueue)] QueueMessage message, CancellationToken cancellationToken)
        => handle.HandleAsync(message.Body.ToString(), (int)message.DequeueCount, cancellationToken);

    /// <summary>
    /// Writes the failed receipt of a call that the host has given up, for example because the process died each time. Its message
    /// would expire.
    /// </summary>
    [Function("PoisonedCall")]
    public Task PoisonedCallAsync([QueueTrigger(AzureAccount.PoisonQueue)] QueueMessage message, CancellationToken cancellationToken)
        => handle.GiveUpAsync(message.Body.ToString(), cancellationToken);

    /// <summary>Looks after what fell between archive and queue, and measures the queue.</summary>
    [Function("Sweep")]
    public Task ReconcileAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
        => reconciler.ReconcileAsync(cancellationToken);

    /// <summary>Fetches calls whose delivery was lost, where there is a key to read them with.</summary>
    [Function("Reconcile")]
    public Task ReconcileConversationsAsync([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
        => reconcile.ReconcileIfDueAsync(cancellationToken);
}
