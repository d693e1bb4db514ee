namespace Elaoms.Core.Calls;

/// <summary>The envelope of a post-call payload.</summary>
/// <param name="Type">The event type as sent; null when it is missing or no text.</param>
/// <param name="EventTimestamp">When the event was made, in Unix seconds; null when it is missing.</param>
/// <param name="ConversationId">The conversation; null when it is missing or no text.</param>
public sealed record PostCallEvent(string? Type, double? EventTimestamp, string? ConversationId);

/// <summary>The event types that something is done with. Any other type is archived and answered like these.</summary>
public static class PostCallEventType
{
    /// <summary>A transcript as JSON.</summary>
    public const string Transcription = "post_call_transcription";

    /// <summary>A transcript as OpenTelemetry spans.</summary>
    public const string TranscriptionOtel = "post_call_transcription_otel";

    /// <summary>The recording, base64 in JSON.</summary>
    public const string Audio = "post_call_audio";

    /// <summary>An outbound call that never came to be.</summary>
    public const string InitiationFailure = "call_initiation_failure";
}
