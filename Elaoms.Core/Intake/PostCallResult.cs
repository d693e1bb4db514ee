using Elaoms.Core.Calls;
using Elaoms.Core.Signing;

namespace Elaoms.Core.Intake;

/// <summary>How a post-call delivery was answered.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Received">Its envelope, when it was accepted.</param>
/// <param name="IsBodyUnread">Whether the sender may still be sending the body. A connection of its own should then be closed.</param>
/// <param name="Verdict">What the check of its signature found.</param>
public sealed record PostCallResult(
    PostCallStatus Status, PostCallEvent? Received = null, bool IsBodyUnread = false, SignatureVerdict Verdict = SignatureVerdict.Valid);

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

/// <summary>How outcomes of a delivery are spelled in metrics and traces.</summary>
internal static class PostCallStatusTags
{
    public static string ToTag(this PostCallStatus status) => status switch
    {
        PostCallStatus.Accepted => "accepted",
        PostCallStatus.TooLarge => "too_large",
        PostCallStatus.NotAnObject => "not_an_object",
        PostCallStatus.Busy => "busy",
        PostCallStatus.TooSlow => "too_slow",
        _ => "unauthorized",
    };
}
