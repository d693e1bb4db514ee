using System.Diagnostics;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Elaoms.Core.Calls;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Intake;

/// <summary>
/// Takes a post-call delivery in. When it says <see cref="PostCallStatus.Accepted"/>, the payload is archived and its learning enqueued; everything after that can be
/// repeated.
/// </summary>
public sealed partial class ReceivePostCall(
    IPayloadArchive archive,
    ICallQueue queue,
    SpoolDirectory spool,
    ElaomsSettings settings,
    ElaomsMetrics metrics,
    TimeProvider time,
    ILogger<ReceivePostCall> logger)
{
    // The sender is waiting: when the storage doesn't answer, it is better told to come again than kept. A large body may take longer on its way there.
    private static readonly TimeSpan StoragePatience = TimeSpan.FromSeconds(15);
    private const double SlowestBytesPerSecond = 1 << 20;

    private readonly ElevenLabsSignature _signature = new(settings.PostCallSecrets, settings.SignatureTolerance, time);
    private long _accepted;

    /// <summary>How many deliveries were accepted since the start.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Verifies, archives and enqueues a delivery.</summary>
    /// <param name="signature">The signature header's value; null when it is absent.</param>
    /// <param name="contentLength">The announced length in bytes; null when the body is chunked.</param>
    /// <param name="body">The body, not yet read.</param>
    /// <param name="cancellationToken">Ends the attempt; the sender will try again.</param>
    /// <returns>What to answer. Faults of the storage are exceptions: the sender must be told to try again.</returns>
    public async Task<PostCallResult> ReceiveAsync(string? signature, long? contentLength, PipeReader body, CancellationToken cancellationToken)
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
        var verdict = _signature.Begin(signature, out var check);
        if (check is null)
            return Refuse(verdict);

        using (check)
        {
            if (contentLength > settings.MaxPayloadBytes)
                return new PostCallResult(PostCallStatus.TooLarge);

            using var spooled = new SpooledBody(spool.Path);
            using var contentHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            if (!await TrySpoolAsync(body, spooled, check, contentHash, cancellationToken))
                return new PostCallResult(PostCallStatus.TooLarge);

            verdict = check.Finish();
            if (verdict != SignatureVerdict.Valid)
                return Refuse(verdict);
            if (PostCallEventReader.Read(spooled.AsMemory().Span) is not { } received)
                return new PostCallResult(PostCallStatus.NotAnObject);

            var name = PayloadName.Of(time.GetUtcNow(), received, contentHash.GetHashAndReset());
            activity?.SetTag("elaoms.payload", name.Value);
            await StoreAsync(name, spooled, cancellationToken);
            Interlocked.Increment(ref _accepted);
            LogAccepted(name, spooled.Length);
            return new PostCallResult(PostCallStatus.Accepted, received);
        }
    }

    private async Task StoreAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(StoragePatience + TimeSpan.FromSeconds(body.Length / SlowestBytesPerSecond), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await archive.StoreAsync(name, body, either.Token);
            await queue.EnqueueAsync(name, isReplay: false, either.Token);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The storage did not take the delivery in time.", fault);
        }
    }

    private async Task<bool> TrySpoolAsync(PipeReader body, SpooledBody spooled, SignatureCheck check, IncrementalHash contentHash, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await body.ReadAsync(cancellationToken);
            var fits = spooled.Length + result.Buffer.Length <= settings.MaxPayloadBytes;
            try
            {
                foreach (var piece in fits ? result.Buffer : default)
                {
                    check.Append(piece.Span);
                    contentHash.AppendData(piece.Span);
                    spooled.Append(piece.Span);
                }
            }
            finally
            {
                // Also when it can't be kept: the host reads on to the body's end, and a sender that is still sending is answered instead of cut off.
                body.AdvanceTo(result.Buffer.End);
            }

            if (!fits || result.IsCompleted)
                return fits;
        }
    }

    private PostCallResult Refuse(SignatureVerdict verdict)
    {
        LogRefused(verdict);
        return new PostCallResult(PostCallStatus.Unauthorized);
    }

    [LoggerMessage(1001, LogLevel.Information, "Accepted {Payload}, {Bytes} bytes")]
    private partial void LogAccepted(PayloadName payload, long bytes);

    [LoggerMessage(1002, LogLevel.Warning, "Refused a post-call delivery: {Verdict}")]
    private partial void LogRefused(SignatureVerdict verdict);
}
