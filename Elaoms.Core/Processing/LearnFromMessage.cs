using Elaoms.Core.Intake;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Processing;

/// <summary>Learns what a message of the queue points at, whichever host took it.</summary>
public sealed partial class LearnFromMessage(
    LearnFromCall learn, UnreadableMessages unreadable, ElaomsMetrics metrics, TimeProvider time, ILogger<LearnFromMessage> logger)
{
    private const int NoneLeft = LearnFromCall.MaxTries + 1;

    /// <summary>Learns. Returns when the message may be completed.</summary>
    /// <param name="text">The message as the queue stores it.</param>
    /// <param name="tries">
    /// The number of this try, from 1: the message's dequeue count. Above <see cref="LearnFromCall.MaxTries"/>, none is left.
    /// </param>
    /// <exception cref="Exception">
    /// Something failed that may pass, or a newer version of this program wrote the message and may take it next: it must be tried again.
    /// </exception>
    public Task LearnAsync(string text, int tries, CancellationToken cancellationToken)
        => LearnAsync(text, tries, CallQueueNames.Calls, cancellationToken);

    /// <summary>Notes that a message has failed which the Functions host gave up. Returns when it may be completed.</summary>
    /// <param name="text">The message as the queue stores it.</param>
    /// <exception cref="Exception">A fault of the storage: the message must be tried again.</exception>
    public Task GiveUpAsync(string text, CancellationToken cancellationToken)
        => LearnAsync(text, NoneLeft, CallQueueNames.Poisoned, cancellationToken);

    private async Task LearnAsync(string text, int tries, string queue, CancellationToken cancellationToken)
    {
        if (!CallMessage.TryDecode(text, out var message, out var decodeFault))
        {
            await NoteAsync(text, tries, queue, decodeFault, cancellationToken);
            return;
        }

        using var activity = ElaomsActivities.StartLearning(
            CallQueueNames.Calls, message.Payload.Value, message.TraceParent, tries, message.IsReplay);
        var begin = time.GetTimestamp();
        try
        {
            var receipt = await learn.LearnAsync(message.Payload, tries, message.IsReplay, cancellationToken);
            activity?.SetTag("elaoms.result", receipt.Result.ToTag());
            if (receipt.Result == ReceiptResult.Failed)
                activity.Fail(receipt.Result.ToTag());
        }
        catch (NewerDocumentException fault)
        {
            activity.Fail(fault);
            metrics.Learned("retry", time.GetElapsedTime(begin));
            SayNewer(fault);
            throw;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            activity.Fail(fault);
            metrics.Learned("retry", time.GetElapsedTime(begin));
            LogTry(fault, message.Payload, tries);
            throw;
        }
    }

    // Nothing can be done with garbage, and tried again it would be in the way of calls. What a newer version wrote, a newer server beside
    // this one may learn: it is left for as many tries as a call has. Then its payload has no receipt, so the sweep enqueues it again.
    private async Task NoteAsync(string text, int tries, string queue, CallMessageFault decodeFault, CancellationToken cancellationToken)
    {
        if (decodeFault.IsNewer && tries < NoneLeft)
        {
            metrics.NewerDocument("message");
            LogNewer(text.Length, queue, tries, decodeFault.Reason);
            throw new NotSupportedException(decodeFault.Reason);
        }

        try
        {
            var id = await unreadable.NoteAsync(text, decodeFault, queue, cancellationToken);
            // Looked at last, as learning does: who erases the caller meanwhile may not see what was written here.
            if (decodeFault.Payload is { } payload && await learn.IsErasedAsync(payload, cancellationToken))
                await unreadable.ForgetAsync([payload.ConversationHash], cancellationToken);
            LogUnreadable(text.Length, queue, decodeFault.Reason, id);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotNoted(fault, text.Length, queue);
            throw;
        }
    }

    private void SayNewer(NewerDocumentException fault)
    {
        metrics.NewerDocument(fault.Kind);
        LogNewerDocument(fault.Message);
    }

    [LoggerMessage(2107, LogLevel.Warning, "A call needs a newer ELAOMS and will be retried: {Reason}")]
    private partial void LogNewerDocument(string reason);

    [LoggerMessage(2101, LogLevel.Warning, "{Payload}: try {Tries} failed and will be retried")]
    private partial void LogTry(Exception fault, PayloadName payload, int tries);

    [LoggerMessage(2103, LogLevel.Error, "Removed an unreadable message of {Length} characters from {Queue}: {Reason} Notice {Id}")]
    private partial void LogUnreadable(int length, string queue, string reason, string id);

    [LoggerMessage(
        2105, LogLevel.Warning, "Left a message of {Length} characters in {Queue} for a newer server (try {Tries}): {Reason}")]
    private partial void LogNewer(int length, string queue, int tries, string reason);

    [LoggerMessage(
        2106, LogLevel.Error, "Noting an unreadable message of {Length} characters in {Queue} failed and will be retried")]
    private partial void LogNotNoted(Exception fault, int length, string queue);
}
