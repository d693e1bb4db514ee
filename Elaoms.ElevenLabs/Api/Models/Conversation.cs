namespace Elaoms.ElevenLabs.Api.Models;

/// <summary>A conversation in a list; nothing of what was said.</summary>
public sealed record ConversationSummary(string ConversationId, string? ConversationInitiationSource = null, string? Direction = null);
