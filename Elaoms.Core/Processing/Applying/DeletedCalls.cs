using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Processing.Applying;

/// <summary>
/// Deletes single calls: payloads, recordings and receipts, and what they taught. The conversation's claim says from then on that it is
/// erased, so nothing of it comes back.
/// </summary>
public sealed class DeletedCalls(
    CurrentPayload current, CallerRecords records, IPayloadArchive archive, IReceipts receipts, CallOutcomes outcomes, TimeProvider time)
{
    // The platform delivers a call within hours; import brings calls of years.
    private const int LatestDeliveryDays = 90;

    /// <summary>Deletes a call. Can be repeated, also when it was cut short.</summary>
    /// <param name="caller">Whose call it is.</param>
    /// <param name="conversation">The conversation, as payload names spell it.</param>
    internal async Task DeleteAsync(CallerKey caller, string conversation, CancellationToken cancellationToken)
    {
        var past = (await records.ReadAsync(caller, cancellationToken))?.Value.Calls
            .FirstOrDefault(call => PayloadName.Parse(call.Payload)?.ConversationHash == conversation);
        if (past is null || PayloadName.Parse(past.Payload) is not { } learned)
            return;
        if (!await current.TryMarkErasedAsync(conversation, caller, cancellationToken))
            return;
        foreach (var day in Days(past.StartedAt, learned.Day))
        {
            var payloads = await archive.ListAsync(day, cancellationToken).Select(payload => payload.Name)
                .Concat(receipts.ListAsync(day, cancellationToken)).Where(payload => payload.ConversationHash == conversation)
                .Distinct().ToListAsync(cancellationToken);
            foreach (var payload in payloads)
            {
                await archive.DeleteConversationAsync(payload, cancellationToken);
                await outcomes.RemoveAsync(payload, cancellationToken);
                await outcomes.CompleteAsync(payload, cancellationToken);
            }
        }

        // Last: the record says where the rest is.
        await records.EraseAsync(caller, past.ConversationId, cancellationToken);
    }

    private IEnumerable<DateOnly> Days(DateTimeOffset startedAt, DateTimeOffset receivedAt)
    {
        var (started, received) = (DayOf(startedAt), DayOf(receivedAt));
        var today = DayOf(time.GetUtcNow());
        var first = started < received && received.DayNumber - started.DayNumber <= LatestDeliveryDays ? started : received;
        var last = received.AddDays(LatestDeliveryDays) < today ? received.AddDays(LatestDeliveryDays) : today;
        for (var day = first.AddDays(-1); day <= last || day <= received.AddDays(1); day = day.AddDays(1))
            yield return day;
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
