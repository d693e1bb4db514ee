namespace Elaoms.Core.Processing;

/// <summary>What became of a recording.</summary>
internal enum RecordingResult
{
    /// <summary>All of it was copied.</summary>
    Copied,

    /// <summary>The payload's content does not fit its name.</summary>
    Damaged,

    /// <summary>The payload is no JSON object.</summary>
    NoJsonObject,

    /// <summary>The payload is an event of another type.</summary>
    OtherEvent,

    /// <summary>The payload has no recording where one belongs.</summary>
    NoRecording,

    /// <summary>The recording is no base64, or there are two.</summary>
    NoBase64,
}
