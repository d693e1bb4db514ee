namespace Elaoms.Core.Storage.Payloads;

/// <summary>Makes deliveries outlive a power cut where archive and queue alone outlive only the process.</summary>
public interface IDeliveryJournal
{
    /// <summary>
    /// Returns when the delivery outlives what the storage promises. Call it after the payload is archived and enqueued, and before the
    /// sender gets its 200: what is in the journal counts as archived and enqueued before.
    /// </summary>
    /// <param name="name">The payload's name.</param>
    /// <param name="body">Its body. It is not needed any more when this returns, also if it is cancelled.</param>
    ValueTask WriteAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken);
}

/// <summary>For a storage that has flushed everything when archive and queue return.</summary>
public sealed class NoDeliveryJournal : IDeliveryJournal
{
    /// <inheritdoc />
    public ValueTask WriteAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
