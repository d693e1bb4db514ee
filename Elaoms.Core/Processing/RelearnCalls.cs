using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Processing;

/// <summary>
/// Learns again, by today's rules, what older rules taught. A server may run meanwhile. A run that is stopped or killed at any point is
/// continued by the next one.
/// </summary>
public sealed class RelearnCalls(
    CallerRecords records,
    IPayloadArchive archive,
    ArchivedCallReader reader,
    CurrentPayload current,
    CallExtractor extractor,
    LearnFromCall learn,
    ElaomsSettings settings,
    TimeProvider time)
{
    private const int AtATime = 4;

    /// <summary>How many calls of a record were taught by older rules.</summary>
    public static int Outdated(CallerRecord record) => record.Calls.Count(IsOutdated);

    /// <summary>
    /// Learns again: first the calls of each caller, in one commit a caller; then, unless the request names callers, archived calls that
    /// taught nobody, since today's rules may see a caller in them.
    /// </summary>
    /// <param name="request">What to learn again.</param>
    /// <param name="progress">Told after each caller and each day of the archive.</param>
    /// <returns>What was done.</returns>
    public async Task<RelearnProgress> RunAsync(
        RelearnRequest request, IProgress<RelearnProgress> progress, CancellationToken cancellationToken)
    {
        var callers = request.Callers ?? await records.ListAsync(cancellationToken).ToListAsync(cancellationToken);
        var count = new RelearnCount(callers.Count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(callers, options, async (caller, token) =>
        {
            try
            {
                await RelearnCallerAsync(caller, request, count, token);
            }
            catch (NewerDocumentException)
            {
                count.Add(failed: 1);
            }

            progress.Report(count.Add(callersDone: 1));
        });
        if (request.Callers is not null)
            return count.Add();

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = request.Since ?? count.FirstDay ?? today.AddDays(-settings.SweepDays);
        // Until tomorrow: the clock may have been ahead when a payload was named.
        for (var day = first; day <= today.AddDays(1); day = day.AddDays(1))
        {
            await Parallel.ForEachAsync(
                archive.ListAsync(day, cancellationToken),
                options,
                (payload, token) => RelearnUntaughtAsync(payload.Name, request, count, token));
            progress.Report(count.Add());
        }

        return count.Add();
    }

    private static bool IsOutdated(PastCall call) => call.PayloadVersion.Rules < CallExtractor.RulesVersion;

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    private async Task RelearnCallerAsync(CallerKey caller, RelearnRequest request, RelearnCount count, CancellationToken cancellationToken)
    {
        if (await records.ReadAsync(caller, cancellationToken) is not { Value: { } record })
            return;
        var (kept, moved) = (new List<(PayloadName Payload, ExtractedCall Extracted)>(), new List<PayloadName>());
        foreach (var past in record.Calls)
        {
            var payload = PayloadName.Parse(past.Payload);
            if (payload is not null)
                count.See(DayOf(payload.Day));
            if (!IsOutdated(past) || (request.Since is { } since && DayOf(past.StartedAt) < since))
                continue;
            if (payload is null)
                count.Add(failed: 1);
            else if (await ReadAsync(record, past, payload, caller, count, cancellationToken) is { } extracted)
                kept.Add((payload, extracted));
            else
                moved.Add(payload);
        }

        count.Compare(record, [.. kept.Select(call => call.Extracted)]);
        count.Add(calls: kept.Count + moved.Count, ofAnother: moved.Count);
        if (request.IsDryRun)
            return;
        await ApplyAsync(caller, record.Caller, kept, cancellationToken);
        foreach (var payload in moved)
            await learn.RelearnAsync(payload, cancellationToken);
        await FinishAsync(caller, record, cancellationToken);
    }

    // Null when the call is of another caller by today's rules, or of nobody.
    private async Task<ExtractedCall?> ReadAsync(
        CallerRecord record, PastCall past, PayloadName payload, CallerKey caller, RelearnCount count, CancellationToken cancellationToken)
    {
        var read = await reader.ReadAsync(payload, cancellationToken);
        if (read.Call is { } call)
        {
            return call.Taught == caller
                ? await extractor.ExtractAsync(call.Call, past.ConversationId, payload, call.EventTimestamp, cancellationToken)
                : null;
        }

        // The payload has expired, or is damaged.
        count.Add(fromTurns: 1);
        var extracted = await extractor.ExtractAsync(
            StoredCall.Of(record, past), past.ConversationId, payload, past.PayloadVersion.EventTimestamp, cancellationToken);
        return extracted with { Call = extracted.Call with { IsKindCertain = past.IsKindCertain } };
    }

    private async Task ApplyAsync(
        CallerKey key,
        Caller caller,
        IReadOnlyList<(PayloadName Payload, ExtractedCall Extracted)> kept,
        CancellationToken cancellationToken)
    {
        var currentCalls = new List<ExtractedCall>();
        foreach (var (payload, extracted) in kept)
        {
            var (claim, _) = await current.ClaimAsync(payload, extracted.Call.PayloadVersion.EventTimestamp, key, cancellationToken);
            // Else a newer payload came meanwhile, or the caller was erased.
            if (claim.PayloadVersion.BodyHash == payload.BodyHash)
                currentCalls.Add(extracted);
        }

        if (currentCalls.Count > 0)
            await current.ApplyAgainAsync(key, caller, currentCalls, cancellationToken);
    }

    // Also for records with nothing to learn again: a run that was killed may have written the record and nothing else.
    private async Task FinishAsync(CallerKey key, CallerRecord record, CancellationToken cancellationToken)
    {
        foreach (var past in record.Calls)
        {
            if (PayloadName.Parse(past.Payload) is { } payload)
                await current.SettleAsync(payload, past.ConversationId, key, cancellationToken);
        }

        await records.RenewOlderProfileAsync(key, record, cancellationToken);
    }

    private async ValueTask RelearnUntaughtAsync(
        PayloadName payload, RelearnRequest request, RelearnCount count, CancellationToken cancellationToken)
    {
        if (await learn.RelearnUntaughtAsync(payload, request.IsDryRun, cancellationToken))
            count.Add(calls: 1, ofAnother: 1);
    }
}

/// <summary>What to learn again.</summary>
/// <param name="Since">Only calls that began on this day, in UTC, or later; null for all.</param>
/// <param name="Callers">Only the calls in these records; null for all.</param>
/// <param name="IsDryRun">Whether only to count.</param>
public sealed record RelearnRequest(DateOnly? Since = null, IReadOnlyList<CallerKey>? Callers = null, bool IsDryRun = false);

/// <summary>What was learned again so far.</summary>
/// <param name="Callers">How many callers there are.</param>
/// <param name="CallersDone">How many of them are done, those with nothing to learn again included.</param>
/// <param name="Calls">How many calls were learned again.</param>
/// <param name="FromTurns">How many of these from their stored turns, because the payload is gone.</param>
/// <param name="OfAnother">How many of these name another caller by today's rules, or nobody, or somebody for the first time.</param>
/// <param name="FactsAdded">How many facts of callers came.</param>
/// <param name="FactsRemoved">How many facts of callers went.</param>
/// <param name="Failed">
/// How many calls, or callers whose record a newer program wrote, could not be learned again. Their records stay as they are.
/// </param>
public sealed record RelearnProgress(
    int Callers,
    int CallersDone = 0,
    int Calls = 0,
    int FromTurns = 0,
    int OfAnother = 0,
    int FactsAdded = 0,
    int FactsRemoved = 0,
    int Failed = 0);
