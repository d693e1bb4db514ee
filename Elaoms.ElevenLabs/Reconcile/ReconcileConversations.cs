using Elaoms.Core.Json;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Telemetry;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;
using Elaoms.ElevenLabs.Import;
using Microsoft.Extensions.Logging;

namespace Elaoms.ElevenLabs.Reconcile;

/// <summary>
/// Compares the calls that the platform lists with those that were delivered here, and fetches what is missing by the way of the import.
/// One process at a time does it; the storage holds how far it is.
/// </summary>
public sealed partial class ReconcileConversations(
    ConversationPages pages,
    ImportedPayloads payloads,
    PlatformView platform,
    IDocumentStore<Reconciliation> states,
    ICallQueue queue,
    ElaomsSettings settings,
    ElaomsMetrics metrics,
    TimeProvider time,
    ILogger<ReconcileConversations> logger)
{
    /// <summary>How often a host reconciles.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>How much later than its end a call may be delivered: the platform's retries end after 40 minutes.</summary>
    public static readonly TimeSpan DeliveryTime = TimeSpan.FromHours(1);

    /// <summary>How far before the last run is looked again, and how far back the first run looks.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    // A call that never comes out of processing, or can't be read, would have everything since then listed at each run.
    private static readonly TimeSpan LongestAwaited = TimeSpan.FromDays(7);

    // The end of the year 2999.
    private const long LatestUnixSeconds = 32_503_679_999;

    // A page takes seconds. If the process dies, another goes on after this.
    private static readonly TimeSpan LongestPage = TimeSpan.FromMinutes(30);

    // Timers of several hosts are not quite together.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMinutes(5);

    /// <summary>Reconciles for a host: where there is a key, and nobody did within the hour. What the platform fails is logged.</summary>
    public async Task<ReconcileResult> ReconcileIfDueAsync(CancellationToken cancellationToken)
    {
        if (settings.ElevenLabsReadKey is null)
        {
            if (settings.IsReadKeyUnresolved)
                LogUnresolved();
            return ReconcileResult.Not(ReconcileEnd.NoKey);
        }

        try
        {
            return await ReconcileAsync(isAsked: false, cancellationToken);
        }
        catch (ElevenLabsException fault)
        {
            metrics.ReconcileFault();
            LogFault(fault.Message);
            return ReconcileResult.Not(ReconcileEnd.Failed);
        }
        catch (NewerDocumentException fault)
        {
            metrics.NewerDocument(fault.Kind);
            return ReconcileResult.Not(ReconcileEnd.Newer);
        }
    }

    /// <summary>Reconciles now, also while another run is at it: that one ends.</summary>
    /// <exception cref="ElevenLabsException">The platform can't be read any more. Everything until then is kept.</exception>
    /// <exception cref="NewerDocumentException">A newer program reconciles.</exception>
    public Task<ReconcileResult> ReconcileNowAsync(CancellationToken cancellationToken) => ReconcileAsync(isAsked: true, cancellationToken);

    private async Task<ReconcileResult> ReconcileAsync(bool isAsked, CancellationToken cancellationToken)
    {
        using var activity = ElaomsActivities.StartReconciling();
        var begun = time.GetUtcNow();
        if (await ReconcileLease.TryTakeAsync(states, begun, begun + LongestPage, isAsked, cancellationToken) is not { } taken)
            return ReconcileResult.Not(ReconcileEnd.NotDue);
        var result = await ReconcileAsync(taken.Lease, taken.State, begun, isAsked, cancellationToken);
        activity?.SetTag("elaoms.recovered", result.Progress.Of(ConversationOutcome.Imported));
        return result;
    }

    private async Task<ReconcileResult> ReconcileAsync(
        ReconcileLease lease, Reconciliation state, DateTimeOffset begun, bool isAsked, CancellationToken cancellationToken)
    {
        // First, since it says why all others are missing.
        (state, var off) = await platform.LookAsync(state, begun, isAsked, cancellationToken);
        Say(state, off, begun);

        var from = Begin(state, begun);
        var tally = new ReconcileTally(state.Hours, from.ToUnixTimeSeconds());
        var (done, pace) = (ImportProgress.Nothing, new ImportPace(queue, time));
        var request = new PagesRequest(new ConversationFilter { FromUnixSecs = from.ToUnixTimeSeconds() })
        {
            DeliveryTime = DeliveryTime,
            KnowsFailed = true,
            IsAwaited = static outcome => outcome is ConversationOutcome.Failed or ConversationOutcome.NotOver or ConversationOutcome.Stuck
                or ConversationOutcome.Expected,
        };
        await foreach (var page in pages.ReadAsync(request, TakeAsync, cancellationToken))
        {
            state = state with
            {
                Begun = begun,
                DoneUntil = TimeOf(page.DoneUntil) ?? state.DoneUntil,
                Hours = tally.Read(),
                NotBefore = time.GetUtcNow() + LongestPage,
            };
            var added = page.Of(ConversationOutcome.Imported) - done.Of(ConversationOutcome.Imported);
            done = page;
            if (!await lease.TryWriteAsync(state, cancellationToken))
                return new ReconcileResult(ReconcileEnd.TakenOver, state, done);
            await pace.WaitAsync(added, cancellationToken);
        }

        state = state with
        {
            Begun = begun,
            Done = time.GetUtcNow(),
            DoneUntil = TimeOf(done.AwaitedFrom) ?? begun,
            Stuck = tally.Stuck,
            NotBefore = begun + Every - TimerSlack,
        };
        if (!await lease.TryWriteAsync(state, cancellationToken))
            return new ReconcileResult(ReconcileEnd.TakenOver, state, done);
        Measure(state, begun);
        return new ReconcileResult(ReconcileEnd.Done, state, done);

        async Task<ConversationOutcome> TakeAsync(FoundConversation found, CancellationToken token)
        {
            if (found.Body is { } body)
            {
                await payloads.StoreAsync(body, time.GetUtcNow(), token);
                metrics.Recovered();
            }

            tally.Add(found.Outcome, found.Listed.StartTimeUnixSecs);
            return found.Outcome;
        }
    }

    private static DateTimeOffset Begin(Reconciliation state, DateTimeOffset begun)
    {
        var last = state.Begun is { } former && former < begun ? former : begun;
        var doneUntil = state.DoneUntil is { } until && until < last ? until : last;
        return (doneUntil < begun - LongestAwaited ? Later(doneUntil, last - LongestAwaited) : doneUntil) - Overlap;
    }

    private static DateTimeOffset? TimeOf(long? unixSeconds)
        => unixSeconds is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, LatestUnixSeconds)) : null;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private void Say(Reconciliation state, int? off, DateTimeOffset now)
    {
        if (off is { } number)
            metrics.WebhooksOff(number);
        if (state.Webhook == WebhookState.SwitchedOff)
            LogSwitchedOff();
        else if (state.Webhook == WebhookState.Disabled)
            LogDisabled();
        if (state.Looked == now && state.AgentsWithoutTranscripts.Count + state.RedactedAgents.Count > 0)
            LogPrivacy(state.AgentsWithoutTranscripts.Count, state.RedactedAgents.Count);
    }

    private void Measure(Reconciliation state, DateTimeOffset now)
    {
        var day = state.Since(now - Overlap);
        metrics.Reconciled("listed", day.Listed);
        metrics.Reconciled("received", day.Received);
        metrics.Reconciled("recovered", day.Recovered);
        metrics.Reconciled("lost", day.Lost);
        metrics.Reconciled("stuck", state.Stuck);
        if (day.Recovered + day.Lost + state.Stuck > 0)
            LogMissing(day.Listed, day.Received, day.Recovered, day.Lost, state.Stuck);
        else
            LogNothingMissing(day.Listed);
    }

    [LoggerMessage(9001, LogLevel.Error, "ElevenLabs switched the post-call webhook off after failures: no call is delivered")]
    private partial void LogSwitchedOff();

    [LoggerMessage(9002, LogLevel.Warning, "Somebody switched the post-call webhook off at ElevenLabs: no call is delivered")]
    private partial void LogDisabled();

    [LoggerMessage(
        9003,
        LogLevel.Warning,
        "Calls of 24 hours at ElevenLabs: {Listed} listed, {Received} received, {Recovered} recovered, {Lost} lost; {Stuck} stuck")]
    private partial void LogMissing(long listed, long received, long recovered, long lost, long stuck);

    [LoggerMessage(9004, LogLevel.Information, "All {Listed} calls that ElevenLabs lists of the last 24 hours were received")]
    private partial void LogNothingMissing(long listed);

    [LoggerMessage(9005, LogLevel.Error, "Calls could not be reconciled, which will be retried within an hour: {Reason}")]
    private partial void LogFault(string reason);

    [LoggerMessage(
        9006,
        LogLevel.Warning,
        "ElevenLabs keeps no words of {Without} agents, so their lost calls can't be recovered, and redacts those of {Redacted} agents")]
    private partial void LogPrivacy(int without, int redacted);

    [LoggerMessage(
        9007, LogLevel.Warning, "ELEVENLABS_READ_KEY is still a reference to a Key Vault: calls are not reconciled")]
    private partial void LogUnresolved();
}
