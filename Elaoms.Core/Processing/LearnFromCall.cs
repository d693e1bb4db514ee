using System.Diagnostics;
using Elaoms.Core.Calls;
using Elaoms.Core.Intake;
using Elaoms.Core.Json;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Processing;

/// <summary>
/// Learns from an archived payload and writes its receipt. Every step can be repeated and interrupted: the next try ends in the
/// same record.
/// </summary>
public sealed partial class LearnFromCall(
    IPayloadArchive archive,
    CallOutcomes outcomes,
    ArchivedCallReader reader,
    CurrentPayload current,
    CallExtractor extractor,
    ElaomsMetrics metrics,
    TimeProvider time,
    ILogger<LearnFromCall> logger)
{
    /// <summary>After so many tries a fault counts as final.</summary>
    public const int MaxTries = 5;

    private const int MaxReasonLength = 300;
    private const string CallerWasErased = "The caller was erased.";
    private const string CallerOptedOut = "The caller opted out.";

    /// <summary>Learns from a payload. Returns when the message may be completed.</summary>
    /// <param name="payload">The payload's name.</param>
    /// <param name="tries">Which try this is, from 1: the message's dequeue count.</param>
    /// <param name="isReplay">Whether to try a failed payload again. Its receipt stays until the outcome replaces it.</param>
    /// <returns>The receipt. A fault that may pass is an exception: the message must be tried again.</returns>
    /// <exception cref="NewerDocumentException">
    /// A newer program works on the same caller. The message must be tried again, however often.
    /// </exception>
    public async Task<Receipt> LearnAsync(PayloadName payload, int tries, bool isReplay, CancellationToken cancellationToken)
    {
        var former = await outcomes.ReadAsync(payload, cancellationToken);
        var (receipt, isListed) = former is null || (isReplay && former.Result == ReceiptResult.Failed)
            ? await LearnAndWriteAsync(payload, tries, isReplay, cancellationToken)
            // The payload was delivered again, or a process died behind the receipt.
            : (former, await outcomes.TryListAgainAsync(payload, cancellationToken));
        if (isListed)
            await outcomes.CompleteAsync(payload, cancellationToken);
        return await UnlessErasedAsync(payload, receipt, cancellationToken);
    }

    /// <summary>Learns again from a payload that has been learned. A payload that can't be read any more keeps its receipt.</summary>
    /// <returns>What came of it. Faults are exceptions.</returns>
    internal async Task<Receipt> RelearnAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        var (receipt, listing, _) = await LearnPayloadAsync(payload, tries: 1, cancellationToken);
        if (receipt.Result != ReceiptResult.Failed
            && await outcomes.WriteAsync(payload, new PayloadOutcome(receipt, listing, IsToListAgain: true), cancellationToken))
            await outcomes.CompleteAsync(payload, cancellationToken);
        return await UnlessErasedAsync(payload, receipt, cancellationToken);
    }

    /// <summary>Learns from a payload that taught nobody by older rules, if it names somebody by today's.</summary>
    /// <param name="isDryRun">Whether only to tell.</param>
    /// <returns>Whether it names somebody.</returns>
    internal async Task<bool> RelearnUntaughtAsync(PayloadName payload, bool isDryRun, CancellationToken cancellationToken)
    {
        if (payload.IsRecording || await current.ReadAsync(payload, cancellationToken) is not { Caller: null, IsErased: false } claim
            || claim.Payload != payload.Value || claim.PayloadVersion.Rules >= CallExtractor.RulesVersion
            || await outcomes.ReadAsync(payload, cancellationToken) is not { Result: ReceiptResult.NothingToLearn })
            return false;
        return isDryRun
            ? (await reader.ReadAsync(payload, cancellationToken)).Call?.Taught is not null
            : (await RelearnAsync(payload, cancellationToken)).Result == ReceiptResult.Learned;
    }

    // Last of all: whoever erases the caller meanwhile may not see what was written here. If the caller was erased, this write is undone.
    private async Task<Receipt> UnlessErasedAsync(PayloadName payload, Receipt receipt, CancellationToken cancellationToken)
    {
        if (!await IsErasedAsync(payload, cancellationToken))
            return receipt;
        await archive.DeleteConversationAsync(payload, cancellationToken);
        await outcomes.RemoveAsync(payload, cancellationToken);
        return Nothing(CallerWasErased, receipt.Tries);
    }

    /// <summary>Whether the caller of the payload's conversation was erased.</summary>
    internal async Task<bool> IsErasedAsync(PayloadName payload, CancellationToken cancellationToken)
        => (await current.ReadAsync(payload, cancellationToken))?.IsErased == true;

    private async Task<(Receipt Receipt, bool IsListed)> LearnAndWriteAsync(
        PayloadName payload, int tries, bool isReplay, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var outcome = await TryAsync(payload, tries, cancellationToken);
        // A payload that is gone because its caller is has not failed, and nobody need look at it.
        if (outcome.Receipt.Result == ReceiptResult.Failed)
        {
            outcome = await IsErasedAsync(payload, cancellationToken)
                ? new PayloadOutcome(Nothing(CallerWasErased, tries))
                : outcome with { Listing = await outcomes.DescribeFailureAsync(payload, outcome.Receipt, cancellationToken) };
        }

        // Where it is not listed now, it may be as failed.
        outcome = outcome with { IsToListAgain = outcome.IsToListAgain || (isReplay && outcome.Listing is null) };
        var isListed = await outcomes.WriteAsync(payload, outcome, cancellationToken);
        var receipt = outcome.Receipt;
        metrics.Learned(receipt.Result.ToTag(), time.GetElapsedTime(begin));
        if (receipt.Result == ReceiptResult.Failed)
        {
            metrics.Poisoned();
            LogFailed(payload, receipt.Reason, receipt.Tries);
        }
        else
        {
            LogDone(payload, receipt.Reason ?? "Learned.");
        }

        return (receipt, isListed);
    }

    private async Task<PayloadOutcome> TryAsync(PayloadName payload, int tries, CancellationToken cancellationToken)
    {
        if (tries > MaxTries)
        {
            // What a newer program has written is refused at each try, and no number of them means that the call has failed.
            await current.RefuseNewerAsync(payload, cancellationToken);
            return new PayloadOutcome(
                Failed("No tries are left: each time the process ended or the storage could not be reached.", MaxTries));
        }

        try
        {
            return await LearnPayloadAsync(payload, tries, cancellationToken);
        }
        catch (Exception fault) when (tries >= MaxTries && fault is not (OperationCanceledException or NewerDocumentException))
        {
            return new PayloadOutcome(Failed($"{fault.GetType().Name}: {fault.Message}".Truncate(MaxReasonLength), tries));
        }
    }

    private async Task<PayloadOutcome> LearnPayloadAsync(PayloadName payload, int tries, CancellationToken cancellationToken)
    {
        if (payload.IsRecording)
            return new PayloadOutcome(await KeepRecordingAsync(payload, tries, cancellationToken));
        var read = await reader.ReadAsync(payload, cancellationToken);
        return read.Call is { } call
            ? await LearnAsync(payload, call, tries, cancellationToken)
            : new PayloadOutcome(ReceiptOf(read, tries));
    }

    private async Task<PayloadOutcome> LearnAsync(PayloadName payload, ArchivedCall call, int tries, CancellationToken cancellationToken)
    {
        if (call.Taught is { } taught && await current.IsOptedOutAsync(taught, call.Call.StartedAt, cancellationToken))
            return new PayloadOutcome(await DropAsync(payload, call, taught, tries, cancellationToken));
        RecordChange? change = null;
        var now = time.GetUtcNow();
        var (claim, isFirst) = await current.ClaimAsync(payload, call.EventTimestamp, call.Taught, cancellationToken);
        var isCurrent = claim.PayloadVersion.BodyHash == payload.BodyHash;
        if (isCurrent && claim.Payload != payload.Value)
            return new PayloadOutcome(Nothing("A copy of this payload was learned on another day.", tries));
        if (isCurrent && call.Taught is { } key)
        {
            var extracted = await extractor.ExtractAsync(call.Call, call.ConversationId, payload, call.EventTimestamp, cancellationToken);
            extracted = extracted with { FirstClaimedAt = isFirst ? now : null };
            change = await current.ApplyAsync(key, call.Call.Caller!, [extracted], cancellationToken);
            if (change.IsChanged)
                metrics.MemoriesAdded(extracted.Memories.Count);
            foreach (var (kind, count) in extracted.Redactions)
            {
                metrics.Redacted(kind, count);
                Activity.Current.AddRedaction(kind, count);
            }

            if (extracted.UnreadTurns > 0)
            {
                metrics.TurnsUnread(extracted.UnreadTurns);
                LogUnread(payload, extracted.UnreadTurns);
            }
        }

        claim = await current.SettleAsync(payload, call.ConversationId, call.Named, cancellationToken) ?? claim;
        if (claim.IsErased)
            return new PayloadOutcome(Nothing(CallerWasErased, tries));
        if (!isCurrent)
            return new PayloadOutcome(Nothing("A newer payload of the conversation is current.", tries));
        var receipt = call.ReasonAgainst is null
            ? new Receipt(ReceiptResult.Learned, Reason: null, tries)
            : Nothing(call.ReasonAgainst, tries);
        var listing = ListingOf(payload, call, receipt, change, isFirst);
        return new PayloadOutcome(receipt, listing, IsToListAgain: claim.FormerCallers.Count > 0);
    }

    private CallListing ListingOf(PayloadName payload, ArchivedCall call, Receipt receipt, RecordChange? change, bool isFirst)
    {
        if (change is null || call.Taught is not { } key)
            return new CallListing(outcomes.Describe(payload, call, receipt), IsFirst: isFirst);
        var (now, before) = (
            CallOutcomes.Listed(key, call.Call.Caller!, change.After), CallOutcomes.Listed(key, call.Call.Caller!, change.Before));
        // Where nothing has changed, a process died behind the record, and nobody knows what it has listed.
        return new CallListing(outcomes.Describe(payload, call, receipt), now, before, isFirst && change.IsChanged);
    }

    // The archive keeps nothing of it. Of a conversation that was learned before, what came then stays.
    private async Task<Receipt> DropAsync(
        PayloadName payload, ArchivedCall call, CallerKey caller, int tries, CancellationToken cancellationToken)
    {
        var isClosed = await current.CloseAsync(payload, call.EventTimestamp, caller, cancellationToken);
        await current.SettleAsync(payload, call.ConversationId, call.Named, cancellationToken);
        if (!isClosed)
            await archive.DeleteAsync(payload, cancellationToken);
        return Nothing(CallerOptedOut, tries);
    }

    private async Task<Receipt> KeepRecordingAsync(PayloadName payload, int tries, CancellationToken cancellationToken)
    {
        await using var content = await archive.OpenAsync(payload, cancellationToken);
        if (content is null)
            return ReceiptOf(ArchivedCallResult.NotArchived, tries);
        if ((await current.ReadAsync(payload, cancellationToken))?.Caller is { } caller
            && await current.IsOptedOutAsync(new CallerKey(caller), start: null, cancellationToken))
        {
            await archive.DeleteAsync(payload, cancellationToken);
            return Nothing(CallerOptedOut, tries);
        }

        var result = RecordingResult.Copied;
        try
        {
            await archive.StoreAudioAsync(
                payload,
                async (destination, token) =>
                {
                    result = await Recording.CopyAsync(payload, content, destination, token);
                    // The exception keeps the archive from storing what was written.
                    if (result != RecordingResult.Copied)
                        throw new InvalidDataException();
                },
                cancellationToken);
        }
        catch (InvalidDataException) when (result != RecordingResult.Copied)
        {
            // The result says why.
        }

        return result switch
        {
            RecordingResult.Copied => Nothing("A recording, stored next to its payload.", tries),
            RecordingResult.Damaged => ReceiptOf(ArchivedCallResult.Damaged, tries),
            RecordingResult.NoJsonObject => ReceiptOf(ArchivedCallResult.NoJsonObject, tries),
            RecordingResult.OtherEvent => ReceiptOf(ArchivedCallResult.NoTranscript, tries),
            RecordingResult.NoBase64 => Failed("The recording is not base64.", tries),
            _ => Failed("The audio payload holds no recording.", tries),
        };
    }

    private static Receipt ReceiptOf(ArchivedCallResult read, int tries) => new(read.Result, read.Reason, tries);

    private static Receipt Nothing(string reason, int tries) => new(ReceiptResult.NothingToLearn, reason, tries);

    private static Receipt Failed(string reason, int tries) => new(ReceiptResult.Failed, reason, tries);

    [LoggerMessage(2001, LogLevel.Information, "{Payload}: {Result}")]
    private partial void LogDone(PayloadName payload, string result);

    [LoggerMessage(
        2003,
        LogLevel.Warning,
        "{Payload}: {Turns} turns were stored without a search for facts, because the call exceeds the processing limit")]
    private partial void LogUnread(PayloadName payload, int turns);

    [LoggerMessage(2002, LogLevel.Error, "{Payload} could not be learned after {Tries} tries: {Reason}")]
    private partial void LogFailed(PayloadName payload, string? reason, int tries);
}
