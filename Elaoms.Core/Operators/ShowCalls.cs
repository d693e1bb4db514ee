using System.Text.RegularExpressions;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Text;

namespace Elaoms.Core.Operators;

/// <summary>Shows what was said in calls, and what was learned from each. Their results are those of the list, where it has them.</summary>
public sealed partial class ShowCalls(RecordExcerpts excerpts, ICallList list, IReceipts receipts)
{
    /// <summary>The most calls that are shown at a time.</summary>
    public const int MaxCalls = 50;

    /// <summary>Shows a call of a caller; null when the record has none of this id.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="id">The call's id in the list of calls.</param>
    public async Task<ShownCall?> ShowAsync(CallerKey caller, string id, CancellationToken cancellationToken)
    {
        if (await list.FindCallAsync(id, cancellationToken) is not { } listed || listed.Caller != caller
            || await excerpts.ReadAtAsync(caller, listed.BeganAt, cancellationToken) is not { Record: var record }
            || record.Calls.FirstOrDefault(call => PayloadName.Parse(call.Payload)?.ConversationHash == id) is not { } call)
            return null;
        var receipt = new ShownReceipt(listed.Result, ShownText.Of(listed.Reason));
        return Shown(
            call,
            listed.Payload.Value == call.Payload ? receipt : await ReceiptAsync(call, cancellationToken),
            record.Memories.Where(memory => memory.ConversationId == call.ConversationId),
            record.Facts.Where(fact => fact.Source.ConversationId == call.ConversationId));
    }

    /// <summary>The newest calls of a record, the newest first.</summary>
    internal async Task<IReadOnlyList<ShownCall>> OfAsync(
        CallerKey caller, CallerRecord record, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
            return [];
        var listed = (await list.ListCallsAsync(new CallFilter(caller), after: null, count, cancellationToken)).Items
            .ToDictionary(
                call => call.Payload.Value, call => new ShownReceipt(call.Result, ShownText.Of(call.Reason)), StringComparer.Ordinal);
        var (memories, facts) = (
            record.Memories.ToLookup(memory => memory.ConversationId, StringComparer.Ordinal),
            record.Facts.ToLookup(fact => fact.Source.ConversationId, StringComparer.Ordinal));
        var shown = new List<ShownCall>();
        foreach (var call in record.Calls.TakeLast(count).Reverse())
        {
            var receipt = listed.GetValueOrDefault(call.Payload) ?? await ReceiptAsync(call, cancellationToken);
            shown.Add(Shown(call, receipt, memories[call.ConversationId], facts[call.ConversationId]));
        }

        return shown;
    }

    private async Task<ShownReceipt?> ReceiptAsync(PastCall call, CancellationToken cancellationToken)
        => PayloadName.Parse(call.Payload) is { } payload && await receipts.ReadAsync(payload, cancellationToken) is { } receipt
            ? new ShownReceipt(receipt.Result, ShownText.Of(receipt.Reason))
            : null;

    private static ShownCall Shown(PastCall call, ShownReceipt? receipt, IEnumerable<Memory> memories, IEnumerable<Fact> facts)
    {
        var turns = memories.Where(memory => memory.Turn is not null).ToList();
        return new ShownCall(
            ShownText.Of(call.ConversationId),
            call.StartedAt,
            call.DurationSeconds,
            ShownText.Of(call.AgentId),
            ShownText.Of(call.Outcome),
            ShownText.Of(call.Title),
            ShownText.Of(call.Summary),
            call.Payload,
            call.PayloadVersion.Rules)
        {
            Receipt = receipt,
            Turns = [.. turns.Select(turn => new ShownTurn(
                turn.Turn!.Value, ShownText.Of(turn.Role), ShownText.Of(turn.Text), turn.Sector.WireName(), turn.Salience))],
            Learned = [.. facts.Select(ShownFact.Of)],
            Marks = turns.SelectMany(turn => Mark.Matches(turn.Text)).CountBy(mark => mark.Groups["kind"].Value, StringComparer.Ordinal)
                .ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>What stands in a text where something was redacted or forgotten. Callers and agents say other words in brackets.</summary>
    [GeneratedRegex(
        @"\[(?<kind>card number|card code|account number|password|security answer|api key|seed phrase|passport number|driving licence"
            + "|national id|health number|forgotten)\\]",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeout.Milliseconds)]
    public static partial Regex Mark { get; }
}
