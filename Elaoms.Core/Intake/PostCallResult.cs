using Elaoms.Core.Calls;

namespace Elaoms.Core.Intake;

/// <summary>How a post-call delivery was answered.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Received">Its envelope, when it was accepted.</param>
/// <param name="IsBodyUnread">Whether the sender may still be sending the body. The connection should then be closed.</param>
public sealed record PostCallResult(PostCallStatus Status, PostCallEvent? Received = null, bool IsBodyUnread = false);
