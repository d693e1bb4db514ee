using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Erasure;

/// <summary>Names a caller's conversations as the platform does. Payload names and claims hold hashes of these ids only.</summary>
public sealed class ConversationsOfCaller(CallerRecords records, IPayloadArchive archive, SpoolDirectory spool)
{
    /// <summary>The conversations of the record, and those of the caller's payloads that taught no record, in any order.</summary>
    /// <param name="kept">What is kept of the caller.</param>
    public async Task<IReadOnlySet<string>> ListAsync(KeptOfCaller kept, CancellationToken cancellationToken)
    {
        var hashes = new HashSet<string>(kept.Conversations, StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        // A call whose payload names no conversation has an id of ours, which has another hash.
        foreach (var call in (await records.ReadAsync(kept.Key, cancellationToken))?.Value.Calls ?? [])
        {
            if (hashes.Remove(PayloadName.HashOf(call.ConversationId)))
                ids.Add(call.ConversationId);
        }

        // The transcript first: a recording is large, and tells the same.
        foreach (var payload in kept.Payloads.OrderBy(payload => payload.IsRecording))
        {
            if (hashes.Contains(payload.ConversationHash) && await ReadIdAsync(payload, cancellationToken) is { } id)
            {
                hashes.Remove(payload.ConversationHash);
                ids.Add(id);
            }
        }

        return ids;
    }

    private async Task<string?> ReadIdAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        using var body = await SpooledBody.ReadAsync(archive, payload, spool, cancellationToken);
        return body is null ? null : PostCallEventReader.Read(body.AsMemory().Span)?.ConversationId;
    }
}
