namespace Elaoms.Core.Records.Memories;

/// <summary>Something remembered of a caller.</summary>
/// <param name="Id">Derived from conversation, kind and position: learning the same call twice gives the same ids.</param>
/// <param name="Text">What is remembered.</param>
/// <param name="Sector">What kind of memory it is.</param>
/// <param name="Salience">How much it matters, 0..1.</param>
/// <param name="Time">When it was said, or when the call began.</param>
/// <param name="Role">Who said it, as on the wire; null when it is nobody's words.</param>
/// <param name="ConversationId">The call it comes from.</param>
/// <param name="Turn">Its 0-based position in the transcript, counting every entry; null when it is no turn.</param>
public sealed record Memory(
    string Id,
    string Text,
    Sector Sector,
    double Salience,
    DateTimeOffset Time,
    string? Role,
    string ConversationId,
    int? Turn);
