using System.Runtime.CompilerServices;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Processing;

/// <summary>
/// Makes the list of callers and calls anew, of records, receipts and the archive. Servers may learn meanwhile. A run that is cut short
/// leaves entries that are right; the next one makes the rest.
/// </summary>
public sealed class RebuildCallList(CallerRecords records, IReceipts receipts, ICallList list, CallOutcomes outcomes, TimeProvider time)
{
    /// <summary>Calls that taught nobody are listed again so many days back.</summary>
    public const int DaysOfUntaught = 90;

    private const int AtATime = 4;

    // Clocks of servers that write meanwhile may be behind ours.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Makes it anew.</summary>
    /// <param name="progress">Told of each caller that is done with.</param>
    public async Task<CallListProgress> RunAsync(IProgress<CallListProgress> progress, CancellationToken cancellationToken)
    {
        var begin = time.GetUtcNow();
        var callers = await records.ListAsync(cancellationToken).ToListAsync(cancellationToken);
        var (known, done, calls, failed) = (new HashSet<string>(StringComparer.Ordinal), 0, 0, 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(callers, options, async (caller, token) =>
        {
            try
            {
                var listed = await ListCallerAsync(caller, token);
                lock (known)
                    known.UnionWith(listed);
                Interlocked.Add(ref calls, listed.Count);
            }
            catch (NewerDocumentException)
            {
                // It is for the program that wrote it.
                Interlocked.Increment(ref failed);
            }

            progress.Report(new CallListProgress(callers.Count, Interlocked.Increment(ref done), Volatile.Read(ref calls), failed));
        });
        await Parallel.ForEachAsync(UntaughtAsync(known, cancellationToken), options, async (payload, token) =>
        {
            if (await outcomes.TryListAgainAsync(payload, token))
                Interlocked.Increment(ref calls);
            else
                Interlocked.Increment(ref failed);
        });

        // What could not be read is not listed anew, and stays as it was.
        var removed = failed == 0 ? await list.RemoveStaleAsync(begin - ClockTolerance, cancellationToken) : 0;
        return new CallListProgress(callers.Count, done, calls, failed) { Removed = removed };
    }

    // The conversations that were listed.
    private async Task<List<string>> ListCallerAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        if (await records.ReadAsync(caller, cancellationToken) is not { Value: { LastCall: { } last } record })
            return [];
        var calls = record.Calls.Select(call => Describe(caller, call)).OfType<ListedCall>().ToList();
        var listed = new ListedCaller(caller, CallerLabel.Of(record.Caller), last.StartedAt, record.Calls.Count, record.Revision);
        await list.WriteAllAsync(listed, calls, cancellationToken);
        return calls.ConvertAll(call => call.Id);
    }

    private static ListedCall? Describe(CallerKey caller, PastCall call) => PayloadName.Parse(call.Payload) is { } payload
        ? new ListedCall(ListedCall.IdOf(payload), call.StartedAt, payload, ReceiptResult.Learned, Reason: null)
        {
            Caller = caller,
            AgentId = call.AgentId,
            DurationSeconds = call.DurationSeconds,
        }
        : null;

    // Payloads that failed, of all days, and those of the last days that taught no record.
    private async IAsyncEnumerable<PayloadName> UntaughtAsync(
        HashSet<string> known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var payload in receipts.ListFailedAsync(cancellationToken))
        {
            if (!payload.IsRecording)
                known.Add(payload.ConversationHash);
            yield return payload;
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        for (var day = today.AddDays(-DaysOfUntaught); day <= today.AddDays(1); day = day.AddDays(1))
        {
            await foreach (var payload in receipts.ListAsync(day, cancellationToken))
            {
                if (!payload.IsRecording && known.Add(payload.ConversationHash))
                    yield return payload;
            }
        }
    }
}

/// <summary>How far it has come.</summary>
/// <param name="Callers">How many callers have a record.</param>
/// <param name="Done">How many of them are done.</param>
/// <param name="Calls">How many calls were listed.</param>
/// <param name="Failed">How many callers and calls could not be listed.</param>
public sealed record CallListProgress(int Callers, int Done = 0, int Calls = 0, int Failed = 0)
{
    /// <summary>How many entries were removed that nothing stands behind any more.</summary>
    public int Removed { get; init; }
}
