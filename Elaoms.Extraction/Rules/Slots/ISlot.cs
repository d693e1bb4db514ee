namespace Elaoms.Extraction.Rules.Slots;

/// <summary>A kind of value that a rule leaves open: it says where such a value may be and what it is.</summary>
internal interface ISlot
{
    /// <summary>A regular expression of where a value may be.</summary>
    /// <param name="isLast">Whether nothing follows in the rule, so that it may be given more than the value.</param>
    string Pattern(bool isLast);

    /// <summary>Reads the value out of the place.</summary>
    /// <param name="text">The place.</param>
    /// <param name="edges">Which edges of the place are sure to be those of the value.</param>
    /// <param name="context">What is known of the turn.</param>
    /// <returns>The value in its stored form; null when there is none.</returns>
    SlotReading? Read(string text, SlotEdges edges, SlotContext context);
}
