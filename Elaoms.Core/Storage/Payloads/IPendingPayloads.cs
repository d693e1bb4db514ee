namespace Elaoms.Core.Storage.Payloads;

/// <summary>
/// Names the payloads that have no receipt yet, so that a sweep need not list those that have one. An entry is written beside the
/// archive, at the same time: after a crash there may be an entry without a payload, or a payload without an entry.
/// </summary>
public interface IPendingPayloads
{
    /// <summary>Adds an entry; when this returns, it outlives the process. One that is already there keeps its time.</summary>
    ValueTask AddAsync(PayloadName payload, CancellationToken cancellationToken);

    /// <summary>Removes the entry of a payload, if there is one.</summary>
    ValueTask RemoveAsync(PayloadName payload, CancellationToken cancellationToken);

    /// <summary>Lists all entries, the oldest first.</summary>
    IAsyncEnumerable<PendingPayload> ListAsync(CancellationToken cancellationToken);
}

/// <summary>A payload that has no receipt yet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="AddedAt">When the entry was added, by the clock of the storage.</param>
public readonly record struct PendingPayload(PayloadName Name, DateTimeOffset AddedAt);
