namespace Elaoms.Core.Callers;

/// <summary>
/// Which payload stands for a conversation. It remembers whose record the earlier ones taught, so that what they taught goes even if two bodies name different
/// callers.
/// </summary>
/// <param name="Standing">Where the payload stands.</param>
/// <param name="Payload">The payload's name.</param>
/// <param name="Caller">The key of the caller it teaches; null when it teaches nobody.</param>
/// <param name="FormerCallers">The keys of other callers that earlier bodies taught.</param>
public sealed record ConversationClaim(PayloadStanding Standing, string Payload, string? Caller, IReadOnlyList<string> FormerCallers);
