namespace Elaoms.Core.Intake;

/// <summary>What became of a post-call delivery.</summary>
public enum PostCallStatus
{
    /// <summary>Archived and enqueued: it will be learned.</summary>
    Accepted,

    /// <summary>Not signed by ElevenLabs, or not now.</summary>
    Unauthorized,

    /// <summary>Larger than this deployment takes.</summary>
    TooLarge,

    /// <summary>Signed, but no JSON object.</summary>
    NotAnObject,

    /// <summary>There is no room for it now. The sender must send it again.</summary>
    Busy,

    /// <summary>The body did not come in time. The sender must send it again.</summary>
    TooSlow,
}
