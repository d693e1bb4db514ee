using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Processing;

/// <summary>
/// Decides which payload of a conversation is current. Several may come: in any order, at the same time, or naming different callers.
/// </summary>
internal sealed class CurrentPayload(IConversationClaims claims, CallerRecords records, CallersToIndex toIndex)
{
    /// <summary>Claims the conversation for a payload, unless another stands before it.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="eventTimestamp">Its event timestamp.</param>
    /// <param name="caller">Whom it teaches; null for nobody.</param>
    /// <returns>The claim that stands now: ours if its payload is the one given.</returns>
    public async Task<ConversationClaim> ClaimAsync(
        PayloadName payload, double? eventTimestamp, CallerKey? caller, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await claims.ReadAsync(payload.ConversationHash, cancellationToken);
            var mine = new ConversationClaim(
                new PayloadVersion(eventTimestamp ?? 0, payload.BodyHash, CallExtractor.RulesVersion),
                payload.Value,
                caller?.Value,
                FormerCallers(stored?.Claim, caller));
            if (stored is not null && (stored.Claim.IsErased || !mine.PayloadVersion.Supersedes(stored.Claim.PayloadVersion)))
                return stored.Claim;
            if (await claims.TryWriteAsync(payload.ConversationHash, mine, stored?.ETag, cancellationToken))
                return mine;
        }
    }

    /// <summary>The claim that stands now.</summary>
    public async Task<ConversationClaim?> ReadAsync(PayloadName payload, CancellationToken cancellationToken)
        => (await claims.ReadAsync(payload.ConversationHash, cancellationToken))?.Claim;

    /// <summary>
    /// Takes what a conversation taught out of the records of callers whom it no longer names. Whoever learned another body of the
    /// conversation at the same time reads the same claim in the end, and so leaves the same records behind. What is taught after the claim
    /// was read stays: its own learner settles it.
    /// </summary>
    /// <param name="payload">Any payload of the conversation.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="named">Whom the payload names, also if it teaches nobody.</param>
    /// <returns>The claim that stands now; null when there is none any more.</returns>
    public async Task<ConversationClaim?> SettleAsync(
        PayloadName payload, string conversationId, CallerKey? named, CancellationToken cancellationToken)
    {
        var claim = await ReadAsync(payload, cancellationToken);
        if (claim is null)
            return null;
        foreach (var other in claim.FormerCallers.Append(named?.Value).OfType<string>().Where(other => other != claim.Caller))
        {
            if (claim.IsErased)
                await records.EraseAsync(new CallerKey(other), conversationId, cancellationToken);
            else
                await records.ForgetAsync(new CallerKey(other), conversationId, claim.PayloadVersion, cancellationToken);
            await toIndex.AddAsync(new CallerKey(other), cancellationToken);
        }

        return claim;
    }

    private static List<string> FormerCallers(ConversationClaim? former, CallerKey? caller)
        => former is null
            ? []
            : [.. former.FormerCallers
                .Append(former.Caller)
                .OfType<string>()
                .Where(key => key != caller?.Value)
                .Distinct(StringComparer.Ordinal)];
}
