using Elaoms.Core.Calls;
using Elaoms.Core.Intake;
using Elaoms.Core.Signing;
using Elaoms.Core.Telemetry;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Elaoms.Web.Webhooks;

/// <summary><c>POST /webhook/post-call</c>: the delivery after a call.</summary>
public sealed partial class PostCallEndpoint(
    ReceivePostCall receivePostCall, Refusals refusals, ElaomsMetrics metrics, ILogger<PostCallEndpoint> logger)
{
    /// <summary>Where it is.</summary>
    public const string Route = "/webhook/post-call";

    private const string RetryAfterSeconds = "30";

    // Kestrel does not tell a sender who broke off from one who does not speak HTTP.
    private const string Unreadable = "unreadable";

    /// <summary>Answers a delivery.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        PostCallResult result;
        try
        {
            var request = context.Request;
            result = await receivePostCall.ReceiveAsync(
                request.Headers[ElevenLabsSignature.HeaderName], request.ContentLength, request.BodyReader, context.RequestAborted);
        }
        catch (BadHttpRequestException fault)
        {
            var (counted, answer) = fault.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => ("too_large", ErrorAnswer.TooLarge),
                StatusCodes.Status408RequestTimeout => ("too_slow", ErrorAnswer.TooSlow),
                _ => (Unreadable, ErrorAnswer.BadRequest),
            };
            metrics.PostCallReceived(type: null, counted);
            await answer.WriteAsync(context);
            return;
        }
        catch (Exception fault) when (fault is ConnectionResetException || context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be answered; the sender tries again.
            metrics.PostCallReceived(type: null, Unreadable);
            return;
        }
#pragma warning disable CA1031 // Whatever failed, the sender must learn that the delivery was not stored.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            metrics.PostCallReceived(type: null, "not_stored");
            LogNotStored(fault);
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await ErrorAnswer.StorageUnavailable.WriteAsync(context);
            return;
        }

        await AnswerAsync(context, result);
    }

    private Task AnswerAsync(HttpContext context, PostCallResult result)
    {
        if (result.IsBodyUnread)
            ServerLimits.CloseAfterAnswer(context);
        if (result.Status == PostCallStatus.Busy)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return result.Status switch
        {
            PostCallStatus.Accepted => WriteReceivedAsync(context, result.Received!),
            PostCallStatus.TooLarge => ErrorAnswer.TooLarge.WriteAsync(context),
            PostCallStatus.NotAnObject => ErrorAnswer.InvalidJson.WriteAsync(context),
            PostCallStatus.Busy => ErrorAnswer.Busy.WriteAsync(context),
            PostCallStatus.TooSlow => ErrorAnswer.TooSlow.WriteAsync(context),
            _ => refusals.AnswerAsync(context, Route, result.Verdict.ToString(), ErrorAnswer.WrongSignature),
        };
    }

    // Exactly 200: ElevenLabs counts anything else as a failure.
    private static Task WriteReceivedAsync(HttpContext context, PostCallEvent received)
        => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, received, static (received, writer) =>
        {
            writer.WriteStartObject();
            writer.WriteString("status"u8, "received"u8);
            writer.WriteString("type"u8, received.Type);
            writer.WriteString("conversation_id"u8, received.ConversationId);
            writer.WriteEndObject();
        });

    [LoggerMessage(1003, LogLevel.Error, "A post-call delivery could not be stored; the sender was told to try again")]
    private partial void LogNotStored(Exception fault);
}
