using System.Collections.Concurrent;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Erasure;

/// <summary>
/// Finds everything that is kept of a caller: the record with its calls, and every payload and receipt of those conversations on any day.
/// It also finds payloads that name the caller but are not in the record: of calls that wait, have failed, or taught nothing.
/// </summary>
public sealed class FindCaller(
    CallerRecords records,
    IPayloadArchive archive,
    IReceipts receipts,
    CurrentPayload current,
    CallersOfPayload callers,
    IndexErasure indexes,
    ElaomsSettings settings,
    TimeProvider time)
{
    // A call is delivered within hours of its start; a start that is further back comes of a wrong clock.
    private const int LatestDeliveryDays = 90;

    private const int PayloadsAtATime = 8;

    /// <summary>Finds it. Takes a listing of each day since the day before the first call, and reads what taught nobody.</summary>
    /// <param name="key">The caller.</param>
    /// <returns>What is there now.</returns>
    /// <exception cref="NewerDocumentException">A newer program has written what would have to be understood.</exception>
    public async Task<KeptOfCaller> FindAsync(CallerKey key, CancellationToken cancellationToken)
    {
        var stored = await RecordOutline.ReadAsync(records, key, cancellationToken);
        var failed = await receipts.ListFailedAsync(cancellationToken).ToHashSetAsync(cancellationToken: cancellationToken);
        var search = new Search(key);
        foreach (var payload in (stored?.Calls ?? []).Select(call => PayloadName.Parse(call.Payload)).OfType<PayloadName>())
            await AddAsync(payload, search, cancellationToken);
        var days = Days(stored?.Calls ?? []).Concat(failed.Select(DayOf)).ToHashSet();

        foreach (var day in days)
        {
            var done = await receipts.ListAsync(day, cancellationToken).ToHashSetAsync(cancellationToken: cancellationToken);
            var options = new ParallelOptions { MaxDegreeOfParallelism = PayloadsAtATime, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                archive.ListAsync(day, cancellationToken),
                options,
                async (payload, token) => await LookAtAsync(payload.Name, done.Contains(payload.Name), search, token));
        }

        var (payloads, withReceipt, leftovers) = (new HashSet<PayloadName>(), new HashSet<PayloadName>(), new HashSet<PayloadName>());
        foreach (var day in days)
        {
            var archived = await archive.ListAsync(day, cancellationToken).Select(payload => payload.Name).ToListAsync(cancellationToken);
            var received = await receipts.ListAsync(day, cancellationToken).ToListAsync(cancellationToken);
            payloads.UnionWith(archived.Where(search.IsOfCaller));
            withReceipt.UnionWith(received.Where(search.IsOfCaller));
            leftovers.UnionWith(archived.Concat(received).Where(search.IsLeftover));
        }

        leftovers.UnionWith(await FailedLeftoversAsync(failed, cancellationToken));

        return new KeptOfCaller
        {
            Key = key,
            RecordETag = stored?.ETag,
            Caller = stored?.Caller,
            IsKindCertain = stored?.Calls.Any(call => call.IsKindCertain) ?? false,
            HasRecord = stored is not null || await records.HasRemainsAsync(key, cancellationToken),
            Calls = stored?.Calls.Count ?? 0,
            Facts = stored?.Facts.Count ?? 0,
            Memories = stored?.MemoryCount ?? 0,
            FirstCall = stored is { Calls: [var first, ..] } ? first.StartedAt : null,
            LastCall = stored is { Calls: [.., var last] } ? last.StartedAt : null,
            Conversations = [.. search.Conversations.Keys],
            Payloads = payloads,
            Receipts = withReceipt,
            Failed = failed.Count(search.IsOfCaller),
            Leftovers = leftovers,
            Unreadable = search.Unreadable.Keys.Count(payload => !search.IsOfCaller(payload) && !search.IsLeftover(payload)),
            IsLeftInOpenMemory = await indexes.IsLeftInOpenMemoryAsync(key, cancellationToken),
        };
    }

    private async Task LookAtAsync(PayloadName payload, bool hasReceipt, Search search, CancellationToken cancellationToken)
    {
        if (search.IsOfCaller(payload) || search.IsLeftover(payload))
            return;
        // A recording names nobody: it goes with its conversation.
        var reading = payload.IsRecording ? PayloadCallers.Nobody : await ReadUntaughtAsync(payload, hasReceipt, cancellationToken);
        if (reading is null)
            return;
        if (!reading.IsReadable)
            search.Unreadable.TryAdd(payload, 0);
        if (reading.Callers.Contains(search.Key))
            await AddAsync(payload, search, cancellationToken);
        if (reading.Callers.Count > 0)
            return;

        var claim = await current.ReadAsync(payload, cancellationToken);
        if (claim is { IsErased: true })
            search.Leftovers.TryAdd(payload.ConversationHash, 0);
        // What names nobody may have taken the place of a payload that named this caller.
        else if (claim is { Caller: null } && claim.FormerCallers.Contains(search.Key.Value, StringComparer.Ordinal))
            search.Conversations.TryAdd(payload.ConversationHash, 0);
    }

    // Null for what taught a record: those are found by their records.
    private async Task<PayloadCallers?> ReadUntaughtAsync(PayloadName payload, bool hasReceipt, CancellationToken cancellationToken)
        => hasReceipt && (await receipts.ReadAsync(payload, cancellationToken))?.Result == ReceiptResult.Learned
            ? null
            : await callers.ReadAsync(payload, cancellationToken);

    // A conversation belongs to the caller whom its newest payload names, even while another caller's record still holds an older one.
    private async Task AddAsync(PayloadName payload, Search search, CancellationToken cancellationToken)
    {
        if (await current.ReadAsync(payload, cancellationToken) is not { Caller: { } other } || other == search.Key.Value)
            search.Conversations.TryAdd(payload.ConversationHash, 0);
    }

    private async Task<List<PayloadName>> FailedLeftoversAsync(IEnumerable<PayloadName> failed, CancellationToken cancellationToken)
    {
        var leftovers = new List<PayloadName>();
        foreach (var payload in failed)
        {
            if (await current.ReadAsync(payload, cancellationToken) is { IsErased: true })
                leftovers.Add(payload);
        }

        return leftovers;
    }

    // A day more on either side: a payload may have been named by a clock that is not ours.
    private IEnumerable<DateOnly> Days(IReadOnlyList<PastCall> calls)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = calls.Select(FirstDayOf).Append(today.AddDays(-settings.SweepDays)).Min().AddDays(-1);
        var last = calls.Select(call => PayloadName.Parse(call.Payload)).OfType<PayloadName>().Select(DayOf).Append(today).Max().AddDays(1);
        for (var day = first; day <= last; day = day.AddDays(1))
            yield return day;
    }

    private static DateOnly FirstDayOf(PastCall call)
    {
        var started = DateOnly.FromDateTime(call.StartedAt.UtcDateTime);
        if (PayloadName.Parse(call.Payload) is not { } payload)
            return started;
        var (received, earliest) = (DayOf(payload), DayOf(payload).AddDays(-LatestDeliveryDays));
        return started < earliest ? earliest : started < received ? started : received;
    }

    private static DateOnly DayOf(PayloadName payload) => DateOnly.FromDateTime(payload.Day.UtcDateTime);

    /// <summary>Whom is looked for, and what was found so far.</summary>
    private sealed class Search(CallerKey key)
    {
        public CallerKey Key => key;

        public ConcurrentDictionary<string, byte> Conversations { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, byte> Leftovers { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<PayloadName, byte> Unreadable { get; } = new();

        public bool IsOfCaller(PayloadName payload) => Conversations.ContainsKey(payload.ConversationHash);

        public bool IsLeftover(PayloadName payload) => Leftovers.ContainsKey(payload.ConversationHash) && !IsOfCaller(payload);
    }
}
