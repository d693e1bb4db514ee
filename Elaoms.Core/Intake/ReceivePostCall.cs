using System.Diagnostics;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Elaoms.Core.Calls;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Intake;

/// <summary>
/// Receives a post-call delivery. When it returns <see cref="PostCallStatus.Accepted"/>, the payload is archived, its learning is
/// enqueued, and the journal has both. Everything after that can be repeated.
/// </summary>
public sealed partial class ReceivePostCall(
    PayloadIntake intake,
    SpoolDirectory spool,
    IncomingDeliveries incoming,
    ElaomsSettings settings,
    ElaomsMetrics metrics,
    ClockMonitor clock,
    TimeProvider time,
    ILogger<ReceivePostCall> logger) : IDisposable
{
    private readonly ElevenLabsSignature _signature = new(settings.PostCallSecrets, settings.SignatureTolerance, time);
    private readonly ElevenLabsSignature _signatureWithoutJumps =
        new(settings.PostCallSecrets, settings.SignatureTolerance, clock.WithoutJumps);
    private readonly LoggedCounts<string> _busy = new(time);
    private long _accepted;

    /// <summary>How many deliveries were accepted since the start.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <inheritdoc />
    public void Dispose() => _busy.Dispose();

    /// <summary>Verifies, archives and enqueues a delivery.</summary>
    /// <param name="signature">The signature header's value; null when it is absent.</param>
    /// <param name="contentLength">The announced length in bytes; null when the body is chunked.</param>
    /// <param name="body">The body, not yet read.</param>
    /// <param name="cancellationToken">Ends the attempt; the sender will try again.</param>
    /// <returns>What to answer. Faults of the storage are exceptions: the sender must be told to try again.</returns>
    public async Task<PostCallResult> ReceiveAsync(
        string? signature, long? contentLength, PipeReader body, CancellationToken cancellationToken)
    {
        using var activity = ElaomsActivities.StartReceiving();
        var begin = time.GetTimestamp();
        try
        {
            var result = await TakeInAsync(activity, signature, contentLength, body, cancellationToken);
            activity?.SetTag("elaoms.result", result.Status.ToTag());
            metrics.PostCallReceived(result.Received?.Type, result.Status.ToTag());
            if (result.Status == PostCallStatus.Accepted)
                metrics.PostCallAcknowledged(time.GetElapsedTime(begin));
            return result;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Counted by who answers: only there is it known whether the sender or the storage failed.
            activity.Fail(fault);
            throw;
        }
    }

    private async Task<PostCallResult> TakeInAsync(
        Activity? activity, string? signature, long? contentLength, PipeReader body, CancellationToken cancellationToken)
    {
        var verdict = Begin(signature, out var check);
        if (check is null)
            return Refuse(verdict, isBodyUnread: true);

        using (check)
        {
            if (contentLength > settings.MaxPayloadBytes)
                return new PostCallResult(PostCallStatus.TooLarge, IsBodyUnread: true);
            using var delivery = incoming.TryAdmit(contentLength, out var limit);
            if (delivery is null)
                return RefuseBusy(limit.ToString());

            using var spooled = new SpooledBody(spool.Path);
            using var contentHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            if (await SpoolAsync(body, delivery, spooled, check, contentHash, cancellationToken) is { } refused)
                return refused;

            verdict = check.Finish();
            if (verdict != SignatureVerdict.Valid)
                return Refuse(verdict, isBodyUnread: false);
            delivery.NoteVerified();
            if (ReadEnvelope(spooled) is not { } received)
                return new PostCallResult(PostCallStatus.NotAnObject);

            var name = PayloadName.Of(time.GetUtcNow(), received, contentHash.GetHashAndReset());
            activity?.SetTag("elaoms.payload", name.Value);
            await intake.StoreAsync(name, spooled, isFetched: false, cancellationToken);
            Interlocked.Increment(ref _accepted);
            LogAccepted(name, spooled.Length);
            return new PostCallResult(PostCallStatus.Accepted, received);
        }
    }

    // What is refused for its time is never sent again, so a clock that was put wrong while this runs must not have it refused.
    private SignatureVerdict Begin(string? signature, out SignatureCheck? check)
    {
        clock.Look();
        var verdict = _signature.Begin(signature, out check);
        return verdict is SignatureVerdict.TooOld or SignatureVerdict.TooNew && clock.HasJumped
            ? _signatureWithoutJumps.Begin(signature, out check)
            : verdict;
    }

    /// <returns>Null when the whole body is there, else the answer.</returns>
    private async Task<PostCallResult?> SpoolAsync(
        PipeReader body,
        IncomingDelivery delivery,
        SpooledBody spooled,
        SignatureCheck check,
        IncrementalHash contentHash,
        CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, delivery.Displaced);
        var sender = new SenderTimeout(settings.IdleTimeout, settings.BodyTimeout, time);
        while (true)
        {
            ReadResult result;
            try
            {
                if (await sender.ReadAsync(body, either.Token) is not { } read)
                    return new PostCallResult(PostCallStatus.TooSlow, IsBodyUnread: true);
                result = read;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return RefuseBusy("Displaced");
            }

            var total = spooled.Length + result.Buffer.Length;
            var refused = total > settings.MaxPayloadBytes ? new PostCallResult(PostCallStatus.TooLarge, IsBodyUnread: true)
                : !delivery.TryReceive(result.Buffer.Length) ? RefuseBusy("Growth")
                : null;
            try
            {
                foreach (var piece in refused is null ? result.Buffer : default)
                {
                    check.Append(piece.Span);
                    contentHash.AppendData(piece.Span);
                    spooled.Append(piece.Span);
                }
            }
            finally
            {
                // Also when it can't be kept: the host then reads on for some seconds, and a sender that is still sending gets its answer.
                body.AdvanceTo(result.Buffer.End);
            }

            delivery.NoteWritten(spooled.WrittenBytes);
            if (refused is not null || result.IsCompleted)
                return refused;
            sender.NoteReceived(total);
        }
    }

    private static PostCallEvent? ReadEnvelope(SpooledBody body)
    {
        using var reader = new PostCallEventReader();
        var isJson = true;
        body.ReadPieces(piece => isJson = isJson && reader.TryAppend(piece));
        // Stryker disable once Conditional : after a piece that is no JSON, Finish reads that piece once more and returns null too.
        return isJson ? reader.Finish() : null;
    }

    private static PostCallResult Refuse(SignatureVerdict verdict, bool isBodyUnread)
        => new(PostCallStatus.Unauthorized, IsBodyUnread: isBodyUnread, Verdict: verdict);

    private PostCallResult RefuseBusy(string limit)
    {
        _busy.Add(limit, (reached, number) => LogBusy(number, reached));
        return new PostCallResult(PostCallStatus.Busy, IsBodyUnread: true);
    }

    [LoggerMessage(1001, LogLevel.Information, "Accepted {Payload}, {Bytes} bytes")]
    private partial void LogAccepted(PayloadName payload, long bytes);

    [LoggerMessage(1004, LogLevel.Warning, "Refused {Number} post-call deliveries for lack of room (limit {Limit})")]
    private partial void LogBusy(long number, string limit);
}
