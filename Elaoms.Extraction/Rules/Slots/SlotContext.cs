namespace Elaoms.Extraction.Rules.Slots;

/// <summary>What a slot may need to know of the turn.</summary>
/// <param name="Language">The language it is in.</param>
/// <param name="IsUncased">Whether the transcriber wrote all of it in lower case.</param>
/// <param name="CallDay">The day of the call.</param>
internal sealed record SlotContext(Language Language, bool IsUncased, DateOnly CallDay);
