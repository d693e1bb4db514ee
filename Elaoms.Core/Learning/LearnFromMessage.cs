using Elaoms.Core.Intake;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Learning;

/// <summary>Learns what a message of the queue points at, whichever host took it.</summary>
public sealed partial class LearnFromMessage(LearnFromCall learn, ElaomsMetrics metrics, TimeProvider time, ILogger<LearnFromMessage> logger)
{
    /// <summary>Learns. Returns when the message may be completed.</summary>
    /// <param name="text">The message as the queue stores it.</param>
    /// <param name="tries">Which try this is, from 1: the message's dequeue count. More than <see cref="LearnFromCall.MaxTries"/> means that none is left.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="Exception">Something failed that may pass: the message must be tried again.</exception>
    public async Task LearnAsync(string text, int tries, CancellationToken cancellationToken)
    {
        if (CallMessage.Decode(text) is not { } message)
        {
            // Nothing can be done with it, and tried again it would be in the way of calls.
            LogForeignMessage(text.Length);
            return;
        }

        using var activity = ElaomsActivities.StartLearning(message, tries);
        var begin = time.GetTimestamp();
        try
        {
            var receipt = await learn.LearnAsync(message.Payload, tries, message.IsReplay, cancellationToken);
            activity?.SetTag("elaoms.result", receipt.Result.ToTag());
            if (receipt.Result == ReceiptResult.Failed)
                activity.Fail(receipt.Result.ToTag());
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            activity.Fail(fault);
            metrics.Learned("retry", time.GetElapsedTime(begin));
            LogTry(fault, message.Payload, tries);
            throw;
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "{Payload}: try {Tries} failed and will be repeated")]
    private partial void LogTry(Exception fault, PayloadName payload, int tries);

    [LoggerMessage(2103, LogLevel.Error, "A message of {Length} characters is none of ours and was removed from the queue")]
    private partial void LogForeignMessage(int length);
}
