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
