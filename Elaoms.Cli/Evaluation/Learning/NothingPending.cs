using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>Pending payloads where nothing is swept.</summary>
internal sealed class NothingPending : IPendingPayloads
{
    /// <inheritdoc/>
    public ValueTask AddAsync(PayloadName payload, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask RemoveAsync(PayloadName payload, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public IAsyncEnumerable<PendingPayload> ListAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<PendingPayload>();
}
