using System.Diagnostics;
using System.Diagnostics.Metrics;
using Elaoms.Core.Calls;

namespace Elaoms.Core.Telemetry;

/// <summary>
/// The product's counters and timings. Tags come from small fixed sets: no caller, no free text of a sender. Times are in seconds.
/// </summary>
public sealed class ElaomsMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Elaoms";

    // From what a warm cache takes to the longest deadline that can be set.
    private static readonly InstrumentAdvice<double> Latency =
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1, 2.5, 5, 10, 30] };

    private readonly Counter<long> _received;
    private readonly Histogram<double> _acknowledged;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _learned;
    private readonly Counter<long> _poisoned;
    private readonly Counter<long> _memories;
    private readonly Histogram<double> _learning;
    private readonly Counter<long> _recallFaults;
    private readonly Histogram<double> _recall;
    private readonly Counter<long> _callersSearched;
    private readonly Counter<long> _callerTokens;
    private readonly Counter<long> _sharedLines;
    private readonly Counter<long> _engineErrors;
    private readonly Counter<long> _engineMatches;
    private readonly Counter<long> _engineMemories;
    private readonly Histogram<double> _indexing;
    private readonly Gauge<long> _toIndex;
    private readonly Counter<long> _swept;
    private readonly Gauge<double> _queueAge;
    private readonly Gauge<long> _queueLength;
    private readonly Gauge<long> _failedReceipts;
    private readonly Counter<long> _clockJumps;
    private readonly Counter<long> _datedAhead;
    private readonly Counter<long> _newerDocuments;
    private readonly Counter<long> _turnsWithoutFacts;
    private readonly Counter<long> _redactions;
    private readonly Gauge<long> _unreadable;
    private readonly Counter<long> _notListed;
    private readonly Gauge<long> _reconciled;
    private readonly Counter<long> _recovered;
    private readonly Gauge<long> _webhooksOff;
    private readonly Counter<long> _reconcileFaults;

    /// <summary>Makes the instruments.</summary>
    public ElaomsMetrics()
    {
        _received = Meter.CreateCounter<long>("elaoms.postcall.received", "{delivery}", "Post-call deliveries by type and result");
        _acknowledged = Meter.CreateHistogram(
            "elaoms.postcall.duration", "s", "Time from the headers of an accepted delivery to its acknowledgement", advice: Latency);
        _refused = Meter.CreateCounter<long>(
            "elaoms.http.refused", "{request}", "Requests with a wrong key, token or signature, by route and reason");
        _learned = Meter.CreateCounter<long>("elaoms.calls.learned", "{payload}", "Payloads taken from the queue by result");
        _poisoned = Meter.CreateCounter<long>("elaoms.calls.poisoned", "{payload}", "Payloads that got a failed receipt");
        _memories = Meter.CreateCounter<long>(
            "elaoms.memories.added", "{memory}", "Memories that calls added to callers' records");
        _learning = Meter.CreateHistogram("elaoms.learning.duration", "s", "Time to learn a payload", advice: Latency);
        _recallFaults = Meter.CreateCounter<long>(
            "elaoms.recall.faults", "{request}", "Requests answered with defaults, by route and reason");
        _recall = Meter.CreateHistogram(
            "elaoms.recall.duration", "s", "Time in which client-data and search-data found their answer", advice: Latency);
        _callersSearched =
            Meter.CreateCounter<long>("elaoms.search.callers", "{caller}", "Callers whose memory was searched, each counted once a minute");
        _callerTokens = Meter.CreateCounter<long>("elaoms.search.tokens", "{request}", "Searches by the result of their caller token");
        _sharedLines = Meter.CreateCounter<long>(
            "elaoms.recall.shared.lines", "{request}", "Requests of callers whose line many people share, by route");
        _engineErrors = Meter.CreateCounter<long>(
            "elaoms.engine.errors", "{error}", "Failed searches, by engine and reason");
        _engineMatches = Meter.CreateCounter<long>(
            "elaoms.engine.matches", "{match}", "Matches of OpenMemory, by whether they are in the caller's record");
        _engineMemories = Meter.CreateCounter<long>(
            "elaoms.engine.memories", "{memory}", "Memories sent to OpenMemory, by result");
        _indexing = Meter.CreateHistogram(
            "elaoms.engine.indexing.duration", "s", "Time of one turn of indexing a caller, by result", advice: Latency);
        _toIndex = Meter.CreateGauge<long>(
            "elaoms.engine.waiting", "{caller}", "Callers waiting to be indexed");
        _swept = Meter.CreateCounter<long>("elaoms.sweep.enqueued", "{payload}", "Payloads without a receipt that were enqueued again");
        _queueAge = Meter.CreateGauge<double>("elaoms.queue.age", "s", "How long the next call has waited to be learned");
        _queueLength = Meter.CreateGauge<long>("elaoms.queue.length", "{message}", "Calls waiting to be learned");
        _failedReceipts = Meter.CreateGauge<long>(
            "elaoms.receipts.failed", "{payload}", "Payloads with a failed receipt");
        _clockJumps = Meter.CreateCounter<long>(
            "elaoms.clock.jumps", "{jump}", "Jumps of the system's clock by a minute or more");
        _datedAhead = Meter.CreateCounter<long>(
            "elaoms.queue.dated.ahead",
            "{message}",
            "Messages of the embedded queue that were dated in the future and were taken anyway");
        _newerDocuments = Meter.CreateCounter<long>(
            "elaoms.documents.newer", "{document}", "Stored documents that were left alone because a newer version wrote them");
        _turnsWithoutFacts = Meter.CreateCounter<long>(
            "elaoms.learning.turns.unread",
            "{turn}",
            "Turns that were stored without a search for facts, because the call exceeds the processing limit");
        _redactions = Meter.CreateCounter<long>(
            "elaoms.learning.redactions", "{redaction}", "Secrets redacted in learned calls, by kind");
        _notListed = Meter.CreateCounter<long>(
            "elaoms.calls.unlisted", "{call}", "Calls that could not be listed; the sweep lists them");
        _unreadable = Meter.CreateGauge<long>(
            "elaoms.queue.unreadable", "{message}", "Unreadable messages that nobody has dismissed");
        _reconciled = Meter.CreateGauge<long>(
            "elaoms.reconcile.calls", "{call}", "Calls of the last 24 hours as ElevenLabs lists them, by what became of them");
        _recovered = Meter.CreateCounter<long>("elaoms.reconcile.recovered", "{call}", "Calls fetched because no delivery came");
        _webhooksOff = Meter.CreateGauge<long>("elaoms.reconcile.webhooks.off", "{webhook}", "Post-call webhooks that are switched off");
        _reconcileFaults = Meter.CreateCounter<long>("elaoms.reconcile.faults", "{run}", "Reconciliations that ElevenLabs failed");
    }

    internal Meter Meter { get; } = new(MeterName);

    /// <summary>Counts a post-call delivery.</summary>
    /// <param name="type">The event type as sent; null when the delivery was not read so far.</param>
    /// <param name="result">How it ended: one of a fixed set.</param>
    public void PostCallReceived(string? type, string result)
        => _received.Add(1, new TagList { { "type", KnownType(type) }, { "result", result } });

    /// <summary>Counts a request that was refused for its key, token or signature.</summary>
    /// <param name="route">The route.</param>
    /// <param name="reason">One of a few fixed words.</param>
    /// <param name="isLimited">Whether its address had sent too many of them.</param>
    public void Refused(string route, string reason, bool isLimited)
        => _refused.Add(1, new TagList { { "route", route }, { "reason", reason }, { "limited", isLimited } });

    /// <summary>Times an accepted delivery.</summary>
    public void PostCallAcknowledged(TimeSpan after) => _acknowledged.Record(after.TotalSeconds);

    /// <summary>Counts a payload that learning is done with, or has to try again.</summary>
    public void Learned(string result, TimeSpan took)
    {
        var tags = new TagList { { "result", result } };
        _learned.Add(1, tags);
        _learning.Record(took.TotalSeconds, tags);
    }

    /// <summary>Counts a payload that got a failed receipt.</summary>
    public void Poisoned() => _poisoned.Add(1);

    /// <summary>Counts memories that a call has brought.</summary>
    public void MemoriesAdded(int count) => _memories.Add(count);

    /// <summary>Counts a request that memory could not answer in time or at all.</summary>
    public void RecallFault(string route, string reason) => _recallFaults.Add(1, new TagList { { "route", route }, { "reason", reason } });

    /// <summary>Times a request for memory, answered or not.</summary>
    public void Recalled(string route, TimeSpan took) => _recall.Record(took.TotalSeconds, new TagList { { "route", route } });

    /// <summary>Counts a caller whose memory is searched for the first time in a minute.</summary>
    public void CallerSearched() => _callersSearched.Add(1);

    /// <summary>Counts a search by its token.</summary>
    /// <param name="result">One of <c>none</c>, <c>valid</c>, <c>expired</c> and <c>forged</c>.</param>
    public void CallerToken(string result) => _callerTokens.Add(1, new TagList { { "result", result } });

    /// <summary>Counts a request of a caller whose line many people share.</summary>
    public void SharedLine(string route) => _sharedLines.Add(1, new TagList { { "route", route } });

    /// <summary>Counts a search that an engine failed.</summary>
    public void EngineError(string engine, string reason)
        => _engineErrors.Add(1, new TagList { { "engine", engine }, { "reason", reason } });

    /// <summary>Counts what an engine found: in the caller's own record, and elsewhere, which is dropped.</summary>
    public void EngineMatches(int own, int dropped)
    {
        _engineMatches.Add(own, new TagList { { "result", "own" } });
        _engineMatches.Add(dropped, new TagList { { "result", "dropped" } });
    }

    /// <summary>Counts a memory that was given to an engine.</summary>
    /// <param name="result"><c>held</c>, or why it is not: <c>merged</c>, <c>refused</c> or <c>fails</c>.</param>
    public void EngineMemories(string result) => _engineMemories.Add(1, new TagList { { "result", result } });

    /// <summary>Times a turn at bringing an engine up to date with a caller.</summary>
    public void Indexed(string result, TimeSpan took) => _indexing.Record(took.TotalSeconds, new TagList { { "result", result } });

    /// <summary>Notes how many callers an engine is still to be told of.</summary>
    public void ToIndex(long callers) => _toIndex.Record(callers);

    /// <summary>Counts a payload that was enqueued again.</summary>
    public void SweptUp() => _swept.Add(1);

    /// <summary>Notes what a sweep saw.</summary>
    /// <param name="queueAge">How long the call whose turn it is has been waiting.</param>
    /// <param name="queueLength">How many calls wait.</param>
    /// <param name="failedReceipts">How many payloads have failed.</param>
    public void Observed(TimeSpan queueAge, long queueLength, long failedReceipts)
    {
        _queueAge.Record(queueAge.TotalSeconds);
        _queueLength.Record(queueLength);
        _failedReceipts.Record(failedReceipts);
    }

    /// <summary>Counts a call that could not be listed.</summary>
    public void NotListed() => _notListed.Add(1);

    /// <summary>Notes how many messages could not be read.</summary>
    public void Unreadable(long messages) => _unreadable.Record(messages);

    /// <summary>Counts a jump of the system's clock.</summary>
    /// <param name="direction"><c>forward</c> or <c>back</c>.</param>
    public void ClockJumped(string direction) => _clockJumps.Add(1, new TagList { { "direction", direction } });

    /// <summary>Counts messages that were dated ahead of the clock.</summary>
    public void DatedAhead(int count) => _datedAhead.Add(count);

    /// <summary>Counts a stored document that a newer version wrote and that was left alone.</summary>
    /// <param name="document">Its kind, out of a small set.</param>
    public void NewerDocument(string document) => _newerDocuments.Add(1, new TagList { { "document", document } });

    /// <summary>Counts turns that were stored without looking for facts.</summary>
    public void TurnsUnread(int count) => _turnsWithoutFacts.Add(count);

    /// <summary>Counts secrets that were redacted in a call.</summary>
    /// <param name="kind">The tag of their kind.</param>
    /// <param name="count">How many.</param>
    public void Redacted(string kind, int count) => _redactions.Add(count, new TagList { { "kind", kind } });

    /// <summary>Notes what a reconciliation found of the last 24 hours.</summary>
    /// <param name="result">One of <c>listed</c>, <c>received</c>, <c>recovered</c>, <c>lost</c> and <c>stuck</c>.</param>
    /// <param name="calls">How many.</param>
    public void Reconciled(string result, long calls) => _reconciled.Record(calls, new TagList { { "result", result } });

    /// <summary>Counts a call that was fetched because no delivery came.</summary>
    public void Recovered() => _recovered.Add(1);

    /// <summary>Notes how many post-call webhooks are switched off.</summary>
    public void WebhooksOff(int webhooks) => _webhooksOff.Record(webhooks);

    /// <summary>Counts a reconciliation that the platform failed.</summary>
    public void ReconcileFault() => _reconcileFaults.Add(1);

    /// <inheritdoc />
    public void Dispose() => Meter.Dispose();

    // A sender may write any text as the type, and each text would be a series of its own.
    private static string KnownType(string? type) => type switch
    {
        null => "unknown",
        PostCallEventType.Transcription or PostCallEventType.TranscriptionOtel or PostCallEventType.Audio
            or PostCallEventType.InitiationFailure => type,
        _ => "other",
    };
}
