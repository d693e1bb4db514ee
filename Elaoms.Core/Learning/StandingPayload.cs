using Elaoms.Core.Callers;
using Elaoms.Core.Intake;

namespace Elaoms.Core.Learning;

/// <summary>Settles which payload of a conversation stands, when several came: in any order, at the same time, or naming different callers.</summary>
internal sealed class StandingPayload(IConversationClaims claims)
{
    /// <summary>Claims the conversation for a payload, unless another stands before it.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="eventTimestamp">Its event timestamp.</param>
    /// <param name="caller">Whom it teaches; null for nobody.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The claim that stands now: ours if its payload is the one given.</returns>
    public async Task<ConversationClaim> ClaimAsync(PayloadName payload, double? eventTimestamp, CallerKey? caller, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await claims.ReadAsync(payload.ConversationHash, cancellationToken);
            var mine = new ConversationClaim(
                new PayloadStanding(eventTimestamp ?? 0, payload.BodyHash), payload.Value, caller?.Value, FormerCallers(stored?.Claim, caller));
            if (stored is not null && (stored.Claim.IsErased || !mine.Standing.StandsBefore(stored.Claim.Standing)))
                return stored.Claim;
            if (await claims.TryWriteAsync(payload.ConversationHash, mine, stored?.Tag, cancellationToken))
                return mine;
        }
    }

    /// <summary>The claim that stands now.</summary>
    public async Task<ConversationClaim?> ReadAsync(PayloadName payload, CancellationToken cancellationToken)
        => (await claims.ReadAsync(payload.ConversationHash, cancellationToken))?.Claim;

    private static List<string> FormerCallers(ConversationClaim? former, CallerKey? caller)
        => former is null ? [] : [.. former.FormerCallers.Append(former.Caller).OfType<string>().Where(key => key != caller?.Value).Distinct(StringComparer.Ordinal)];
}
