namespace Elaoms.Core.Learning.Extraction.Slots;

/// <summary>A kind of value that a rule leaves open: it says where such a value may be and what it is.</summary>
internal interface ISlot
{
    /// <summary>A regular expression of where a value may be.</summary>
    /// <param name="isLast">Whether nothing follows in the rule, so that it may be given more than the value.</param>
    string Pattern(bool isLast);

    /// <summary>Reads the value out of the place.</summary>
    /// <param name="text">The place.</param>
    /// <param name="isLast">Whether the value only begins the text; else it ends it.</param>
    /// <param name="context">What is known of the turn.</param>
    /// <returns>The value in its stored form; null when there is none.</returns>
    SlotReading? Read(string text, bool isLast, SlotContext context);
}
