namespace Elaoms.Core.Calls;

/// <summary>The envelope of a post-call payload.</summary>
/// <param name="Type">The event type as sent; null when it is missing or no text.</param>
/// <param name="EventTimestamp">When the event was made, in Unix seconds; null when it is missing.</param>
/// <param name="ConversationId">The conversation; null when it is missing or no text.</param>
public sealed record PostCallEvent(string? Type, double? EventTimestamp, string? ConversationId);
