using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;

namespace Elaoms.Core.Intake;

/// <summary>
/// Stores a payload so that it will be learned: in the archive with its entry, then in the queue, then in the journal. Deliveries and
/// imported conversations take this one way.
/// </summary>
public sealed class PayloadIntake(
    IPayloadArchive archive, IPendingPayloads pending, ICallQueue queue, IDeliveryJournal journal, TimeProvider time)
{
    // A sender is waiting: if the storage doesn't answer, tell it to come again rather than let it wait. A large body may take longer to
    // store.
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(15);
    private const double SlowestBytesPerSecond = 1 << 20;

    /// <summary>Stores a payload. When this returns, it outlives what <c>DURABILITY</c> says. It can be repeated.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="body">Its body, whole.</param>
    /// <param name="isFetched">
    /// Whether it was fetched, and is fetched again unless its entry is there. Then the entry comes after the payload: one without a
    /// payload, which a killed process leaves, would keep the payload away for good. A delivery is sent again.
    /// </param>
    /// <exception cref="TimeoutException">The storage took more than 15 s, and one more second per megabyte.</exception>
    public async Task StoreAsync(PayloadName name, SpooledBody body, bool isFetched, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(StorageTimeout + TimeSpan.FromSeconds(body.Length / SlowestBytesPerSecond), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var archived = ArchiveAsync(name, body, either.Token);
            if (isFetched)
                await archived;
            // At the same time, so that the sender waits no longer. A payload without an entry is found when everything is compared.
            await Task.WhenAll(AddPendingAsync(name, either.Token), archived);
            await queue.EnqueueAsync(name, isReplay: false, either.Token);
            // Last: the journal is cut without asking whether its deliveries are enqueued.
            await journal.WriteAsync(name, body, either.Token);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The storage did not accept the delivery in time.", fault);
        }
    }

    // Both are tasks, so that a fault of one at once does not leave the other behind with a body that is gone.
    private async Task AddPendingAsync(PayloadName name, CancellationToken cancellationToken)
        => await pending.AddAsync(name, cancellationToken);

    private async Task ArchiveAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken)
        => await archive.StoreAsync(name, body, cancellationToken);
}
