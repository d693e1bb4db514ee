using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Json;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Processing;

/// <summary>
/// Decides which payload of a conversation is current. Several may come: in any order, at the same time, or naming different callers.
/// </summary>
public sealed class CurrentPayload(IDocumentStore<ConversationClaim> claims, CallerRecords records, CallersToIndex toIndex)
{
    /// <summary>Claims the conversation for a payload, unless another payload supersedes it.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="eventTimestamp">Its event timestamp.</param>
    /// <param name="caller">Whom it teaches; null for nobody.</param>
    /// <returns>The current claim: ours if its payload is the one given.</returns>
    public async Task<ClaimResult> ClaimAsync(
        PayloadName payload, double? eventTimestamp, CallerKey? caller, CancellationToken cancellationToken)
    {
        var version = new PayloadVersion(eventTimestamp ?? 0, payload.BodyHash, CallExtractor.RulesVersion);
        var isFirst = false;
        var claim = await claims.ChangeAsync(
            payload.ConversationHash,
            stored =>
            {
                isFirst = stored is null;
                return stored is not null && (stored.IsErased || !version.Supersedes(stored.PayloadVersion))
                    ? stored
                    : new ConversationClaim(version, payload.Value, caller?.Value, FormerCallers(stored, caller));
            },
            cancellationToken);
        return new ClaimResult(claim!, isFirst);
    }

    /// <summary>Reads the current claim; null when there is none.</summary>
    public async Task<ConversationClaim?> ReadAsync(PayloadName payload, CancellationToken cancellationToken)
        => (await claims.ReadAsync(payload.ConversationHash, cancellationToken))?.Value;

    /// <summary>Whether a caller has opted out of being remembered, now or when a call began.</summary>
    public Task<bool> IsOptedOutAsync(CallerKey caller, DateTimeOffset? start, CancellationToken cancellationToken)
        => records.IsOptedOutAsync(caller, start, cancellationToken);

    /// <summary>
    /// Closes a conversation of a caller who has opted out, so that nothing of it is learned later either. One that was learned before
    /// stays as it is.
    /// </summary>
    /// <returns>Whether it is closed.</returns>
    public async Task<bool> CloseAsync(PayloadName payload, double? eventTimestamp, CallerKey caller, CancellationToken cancellationToken)
    {
        if (await ReadAsync(payload, cancellationToken) is { IsErased: false } claim && claim.Caller == caller.Value)
            return false;
        // It may have been another's: nobody's payload takes it out there.
        var (current, _) = await ClaimAsync(payload, eventTimestamp, caller: null, cancellationToken);
        return current.Caller is null && await TryMarkErasedAsync(payload.ConversationHash, caller, cancellationToken);
    }

    /// <summary>Adds to a caller's record what payloads teach that are current, and has the other indexes told of it.</summary>
    public async Task<RecordChange> ApplyAsync(
        CallerKey key, Caller caller, IReadOnlyList<ExtractedCall> calls, CancellationToken cancellationToken)
    {
        var change = await records.ApplyAsync(key, caller, calls, cancellationToken);
        // Also when nothing changed: the process may have died between the record and this.
        await toIndex.AddAsync(key, cancellationToken);
        return change;
    }

    /// <summary>
    /// Does the same for calls that nobody delivers again: the other indexes are told before as well, since a process that dies in between
    /// does not come back to them.
    /// </summary>
    public async Task ApplyAgainAsync(
        CallerKey key, Caller caller, IReadOnlyList<ExtractedCall> calls, CancellationToken cancellationToken)
    {
        await toIndex.AddAsync(key, cancellationToken);
        await ApplyAsync(key, caller, calls, cancellationToken);
    }

    /// <summary>Fails if a newer program has written what learning the payload would change.</summary>
    /// <exception cref="NewerDocumentException">It has.</exception>
    public async Task RefuseNewerAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        if (await ReadAsync(payload, cancellationToken) is not { } claim)
            return;
        foreach (var caller in claim.FormerCallers.Append(claim.Caller).OfType<string>())
            await records.RefuseNewerAsync(new CallerKey(caller), cancellationToken);
    }

    /// <summary>
    /// Takes what a conversation taught out of the records of callers whom it no longer names. Whoever learned another body of the
    /// conversation at the same time reads the same claim in the end, and so leaves the same records behind. What is taught after the claim
    /// was read stays: its own learner settles it.
    /// </summary>
    /// <param name="payload">Any payload of the conversation.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="named">Whom the payload names, also if it teaches nobody.</param>
    /// <returns>The current claim; null when there is none any more.</returns>
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

    /// <summary>
    /// Marks a conversation as that of an erased caller. From then on no payload of it is learned. A process that is learning one
    /// undoes it.
    /// </summary>
    /// <param name="conversation">The conversation, as payload names spell it.</param>
    /// <param name="caller">Who is erased.</param>
    /// <returns>False when it has become another caller's: a newer payload names them.</returns>
    public async Task<bool> TryMarkErasedAsync(string conversation, CallerKey caller, CancellationToken cancellationToken)
    {
        while (await claims.ReadAsync(conversation, cancellationToken) is var stored && stored is not { Value.IsErased: true })
        {
            if (stored?.Value.Caller is { } other && other != caller.Value)
                return false;
            // The mark names nobody: from then on nobody can tell whom else the conversation taught.
            foreach (var former in (stored?.Value.FormerCallers ?? []).Where(key => key != caller.Value))
                await ForgetAsync(conversation, new CallerKey(former), stored!.Value.PayloadVersion, cancellationToken);
            if (await claims.TryWriteAsync(conversation, ConversationClaim.Erased, stored?.ETag, cancellationToken) is not null)
                return true;
        }

        return true;
    }

    private async Task ForgetAsync(string conversation, CallerKey former, PayloadVersion last, CancellationToken cancellationToken)
    {
        var calls = (await records.ReadAsync(former, cancellationToken))?.Value.Calls ?? [];
        foreach (var call in calls.Where(call => PayloadName.Parse(call.Payload)?.ConversationHash == conversation))
            await records.ForgetAsync(former, call.ConversationId, last, cancellationToken);
        // Also when nothing was left of it: an erasing may have been cut short between the record and this.
        await toIndex.AddAsync(former, cancellationToken);
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

/// <summary>What came of claiming a conversation.</summary>
/// <param name="Claim">The current claim.</param>
/// <param name="IsFirst">Whether this has made it, and there was none before. Not where the answer to that was lost.</param>
public readonly record struct ClaimResult(ConversationClaim Claim, bool IsFirst);
