using Elaoms.Extraction.Rules.Slots;

namespace Elaoms.Extraction.Rules;

/// <summary>Reads what a caller says in the place of what they have just said: who says "Bergen, no, sorry, Oslo" means the second.</summary>
internal static class Correction
{
    private const int Reach = 60;

    /// <summary>The value meant; null when nothing is corrected.</summary>
    /// <param name="slot">What was said.</param>
    /// <param name="rest">The text after it.</param>
    /// <param name="context">What is known of the turn.</param>
    public static string? Of(ISlot slot, string rest, SlotContext context)
    {
        foreach (var correction in context.Language.Find("correction", rest[..Math.Min(rest.Length, Reach)], context))
        {
            if (rest[..correction.Index].Any(char.IsLetterOrDigit))
                continue;
            var meant = TurnText.Sentences(rest[correction.End..].TrimStart(' ', ',', '.', '-'), context.Language).FirstOrDefault()?.Text ?? "";
            if (slot.Read(meant, SlotEdges.OpenEnd, context) is { } reading)
                return reading.Value;
        }

        return null;
    }
}
