using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Elaoms.Core.Storage.Queue;

namespace Elaoms.Storage.Azure;

/// <summary>
/// The queue of the storage account. Messages never expire. The text is stored as <see cref="IQueueMessage.Encode"/> returns it, so both
/// hosts can share one queue.
/// </summary>
public sealed class AzureCallQueue(AzureAccount account, TimeProvider time) : ICallQueue, IDisposable
{
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _calls = account.Calls;
    private readonly IncomingFiles _arrivals = new();

    /// <inheritdoc />
    public async ValueTask EnqueueAsync(IQueueMessage message, CancellationToken cancellationToken)
    {
        await _calls.SendMessageAsync(message.Encode(), visibilityTimeout: null, timeToLive: Forever, cancellationToken);
        _arrivals.Announce();
    }

    /// <inheritdoc />
    public async ValueTask<QueuedCall?> ReceiveAsync(TimeSpan invisibleFor, CancellationToken cancellationToken)
        => (await _calls.ReceiveMessageAsync(invisibleFor, cancellationToken)).Value is { } message
            ? new QueuedCall(message.MessageId, message.PopReceipt, message.Body.ToString(), (int)message.DequeueCount)
            : null;

    /// <inheritdoc />
    public async ValueTask<QueuedCall?> HideAsync(QueuedCall call, TimeSpan invisibleFor, CancellationToken cancellationToken)
    {
        try
        {
            return call with
            {
                Lease = (await _calls.UpdateMessageAsync(call.Id, call.Lease, call.Text, invisibleFor, cancellationToken)).Value.PopReceipt,
            };
        }
        catch (RequestFailedException fault) when (IsLost(fault))
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask CompleteAsync(QueuedCall call, CancellationToken cancellationToken)
    {
        try
        {
            await _calls.DeleteMessageAsync(call.Id, call.Lease, cancellationToken);
        }
        catch (RequestFailedException fault) when (IsLost(fault))
        {
            // Somebody else has it now, or it is gone.
        }
    }

    /// <inheritdoc />
    public async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
        => await _arrivals.WaitAsync(atMost, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => (await _calls.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCountLong;

    /// <inheritdoc />
    public async ValueTask<TimeSpan?> ReadAgeAsync(CancellationToken cancellationToken)
        => (await _calls.PeekMessageAsync(cancellationToken)).Value is { InsertedOn: { } inserted }
            ? Max(time.GetUtcNow() - inserted, TimeSpan.Zero)
            : null;

    /// <inheritdoc />
    public void Dispose() => _arrivals.Dispose();

    private static bool IsLost(RequestFailedException fault)
        => fault.ErrorCode == QueueErrorCode.MessageNotFound || fault.ErrorCode == QueueErrorCode.PopReceiptMismatch;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
