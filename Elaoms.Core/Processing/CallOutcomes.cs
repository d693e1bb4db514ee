using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Processing;

/// <summary>
/// Keeps what became of payloads: the receipts, and the list of calls that is made of them. A call is listed before its receipt is written.
/// If the list can't be written, the call is learned all the same; the entry of the payload stays, and the sweep lists the call.
/// </summary>
public sealed partial class CallOutcomes(
    IReceipts receipts,
    IPendingPayloads pending,
    ICallList list,
    ArchivedCallReader reader,
    CurrentPayload current,
    CallerRecords records,
    ElaomsMetrics metrics,
    TimeProvider time,
    ILogger<CallOutcomes> logger)
{
    // A list that does not answer must not hold up learning. The sweep tries again.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>Reads the receipt of a payload; null while it is still to be learned.</summary>
    internal ValueTask<Receipt?> ReadAsync(PayloadName payload, CancellationToken cancellationToken)
        => receipts.ReadAsync(payload, cancellationToken);

    /// <summary>Lists what became of a payload and writes its receipt.</summary>
    /// <returns>Whether all is done; if not, the entry of the payload must stay.</returns>
    internal async Task<bool> WriteAsync(PayloadName payload, PayloadOutcome outcome, CancellationToken cancellationToken)
    {
        var isListed = !outcome.IsToListAgain
            && (outcome.Listing is null
                || await TryAsync(token => list.WriteAsync(outcome.Listing, token).AsTask(), payload, cancellationToken));
        // There may be no entry, if a process died while it archived the payload.
        if (!isListed)
            await pending.AddAsync(payload, cancellationToken);
        await receipts.WriteAsync(payload, outcome.Receipt, cancellationToken);
        return isListed || (outcome.IsToListAgain && await TryListAgainAsync(payload, cancellationToken));
    }

    /// <summary>Removes the entry of a payload that is done with.</summary>
    internal ValueTask CompleteAsync(PayloadName payload, CancellationToken cancellationToken)
        => pending.RemoveAsync(payload, cancellationToken);

    /// <summary>Removes receipt and list entry of a payload whose caller was erased.</summary>
    internal async Task RemoveAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        await receipts.DeleteAsync(payload, cancellationToken);
        await list.RemoveCallAsync(payload.ConversationHash, cancellationToken);
        await list.RemoveCallAsync(ListedCall.RecordingIdOf(payload.ConversationHash), cancellationToken);
    }

    /// <summary>Lists again what became of a payload. What a newer program has written, that one lists.</summary>
    /// <returns>False when that failed, which is logged.</returns>
    internal async Task<bool> TryListAgainAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(token => ListAgainAsync(payload, token), payload, cancellationToken);
        }
        catch (NewerDocumentException fault)
        {
            metrics.NewerDocument(fault.Kind);
            return true;
        }
    }

    /// <summary>
    /// Lists a conversation as receipts, records and archive say that it stands, and the callers whom it taught. Repeating it changes
    /// nothing.
    /// </summary>
    /// <param name="payload">Any payload of the conversation.</param>
    public async Task ListAgainAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        var claim = payload.IsRecording ? null : await current.ReadAsync(payload, cancellationToken);
        foreach (var former in (claim?.FormerCallers ?? []).Where(former => former != claim!.Caller))
            await RefreshCallerAsync(new CallerKey(former), cancellationToken);
        var standing = PayloadName.Parse(claim?.Payload) ?? payload;
        if (await ListingOfAsync(standing, claim, cancellationToken) is { } listing)
            await list.WriteAsync(listing, cancellationToken);
        else
            await list.RemoveCallAsync(ListedCall.IdOf(standing), cancellationToken);
    }

    /// <summary>Lists a caller as the record says, or not at all where there is none. Repeating it changes nothing.</summary>
    public async Task RefreshCallerAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        if (await ListedCallerAsync(caller, cancellationToken) is { } listed)
            await list.WriteAllAsync(listed, [], cancellationToken);
        else
            await list.RemoveCallerAsync(caller, cancellationToken);
    }

    /// <summary>What to list of a payload whose learning has failed: as much as the archive still says.</summary>
    internal async Task<CallListing> DescribeFailureAsync(PayloadName payload, Receipt receipt, CancellationToken cancellationToken)
    {
        ArchivedCall? call = null;
        try
        {
            if (!payload.IsRecording)
                call = (await reader.ReadAsync(payload, cancellationToken)).Call;
        }
#pragma warning disable CA1031 // Reading it may be what has failed.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // It is listed without its caller.
        }

        return new CallListing(Describe(payload, call, receipt));
    }

    /// <summary>What to list of a payload.</summary>
    /// <param name="call">What it says; null when it could not be read.</param>
    internal ListedCall Describe(PayloadName payload, ArchivedCall? call, Receipt receipt)
        => new(ListedCall.IdOf(payload), call?.BeganAt(payload) ?? ReceivedAt(payload), payload, receipt.Result, receipt.Reason)
        {
            Caller = call?.Named,
            AgentId = call?.Call.AgentId,
            DurationSeconds = call?.Call.DurationSeconds,
            Direction = call?.Call.Direction,
        };

    /// <summary>A caller as a record says; null for one without calls.</summary>
    internal static ListedCaller? Listed(CallerKey key, Caller caller, RecordSummary? summary) => summary?.LastCallAt is { } last
        ? new ListedCaller(key, CallerLabel.Of(caller), last, summary.Calls, summary.Revision)
        : null;

    private async Task<CallListing?> ListingOfAsync(PayloadName payload, ConversationClaim? claim, CancellationToken cancellationToken)
    {
        if (claim?.IsErased == true || await receipts.ReadAsync(payload, cancellationToken) is not { } receipt)
            return null;
        if (receipt.Result == ReceiptResult.Failed || receipt.Reason == DismissCall.Reason)
            return await DescribeFailureAsync(payload, receipt, cancellationToken);
        if (payload.IsRecording || (await reader.ReadAsync(payload, cancellationToken)).Call is not { } call)
            return null;
        var caller = call.Taught is { } taught && receipt.Result == ReceiptResult.Learned
            ? await ListedCallerAsync(taught, cancellationToken)
            : null;
        return new CallListing(Describe(payload, call, receipt), caller);
    }

    private async Task<ListedCaller?> ListedCallerAsync(CallerKey key, CancellationToken cancellationToken)
        => await records.ReadHeadAsync(key, cancellationToken) is { Value: var head }
            ? Listed(key, head.Caller, RecordSummary.Of(head))
            : null;

    // Of today a payload has come just now, as far as anybody can tell; the day of an older one is all that its name says.
    private DateTimeOffset ReceivedAt(PayloadName payload)
    {
        var now = time.GetUtcNow();
        return payload.Day.Date == now.UtcDateTime.Date ? now : payload.Day;
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> write, PayloadName payload, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await write(either.Token);
            return true;
        }
#pragma warning disable CA1031 // The list is made of what is stored elsewhere: no call may fail with it.
        catch (Exception fault) when (fault is not NewerDocumentException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            metrics.NotListed();
            LogNotListed(payload, fault.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(2004, LogLevel.Warning, "{Payload} could not be listed ({Fault}), and will be by the next sweep")]
    private partial void LogNotListed(PayloadName payload, string fault);
}

/// <summary>What became of a payload, and what to list of it.</summary>
/// <param name="Receipt">The receipt.</param>
/// <param name="Listing">What to list; null for nothing.</param>
/// <param name="IsToListAgain">Whether more than this payload's own entry may have to change.</param>
internal sealed record PayloadOutcome(Receipt Receipt, CallListing? Listing = null, bool IsToListAgain = false);
