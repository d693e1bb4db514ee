using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.ElevenLabs.Reconcile;

/// <summary>
/// The stored state while one run works on it. Who takes it over ends the former run: that one finds another's state and writes nothing.
/// </summary>
internal sealed class ReconcileLease
{
    private readonly IDocumentStore<Reconciliation> _documents;
    private readonly string _run = Guid.NewGuid().ToString("N");
    private string? _etag;

    private ReconcileLease(IDocumentStore<Reconciliation> documents, string? etag) => (_documents, _etag) = (documents, etag);

    /// <summary>Takes the state.</summary>
    /// <param name="isAsked">Whether to take it also before it is due, and from a run that is at it.</param>
    /// <returns>The lease, and the state before; null where another is at it or was lately.</returns>
    /// <exception cref="NewerDocumentException">A newer program reconciles.</exception>
    public static async Task<(ReconcileLease Lease, Reconciliation State)?> TryTakeAsync(
        IDocumentStore<Reconciliation> documents, DateTimeOffset now, DateTimeOffset until, bool isAsked,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await documents.ReadAsync(Reconciliation.Name, cancellationToken);
            if (!isAsked && stored?.Value.IsDue(now) == false)
                return null;
            var state = stored?.Value ?? new Reconciliation(now);
            var lease = new ReconcileLease(documents, stored?.ETag);
            if (await lease.TryWriteAsync(state with { NotBefore = until }, cancellationToken))
                return (lease, state);
            if (!isAsked)
                return null;
        }
    }

    /// <summary>Writes the state.</summary>
    /// <returns>False where another run has taken it over.</returns>
    public async Task<bool> TryWriteAsync(Reconciliation state, CancellationToken cancellationToken)
    {
        var mine = state with { Run = _run };
        if (await _documents.TryWriteAsync(Reconciliation.Name, mine, _etag, cancellationToken) is { } written)
        {
            _etag = written;
            return true;
        }

        // The answer to this write, or to the one before it, may have been lost.
        if (await _documents.ReadAsync(Reconciliation.Name, cancellationToken) is not { Value.Run: var run } stored || run != _run)
            return false;
        _etag = await _documents.TryWriteAsync(Reconciliation.Name, mine, stored.ETag, cancellationToken);
        return _etag is not null;
    }
}
