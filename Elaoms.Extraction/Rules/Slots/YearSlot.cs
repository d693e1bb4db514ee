using System.Globalization;

namespace Elaoms.Extraction.Rules.Slots;

/// <summary>A year that has begun by the time of the call.</summary>
internal sealed class YearSlot : ISlot
{
    public string Pattern(bool isLast) => @"(19|20)\d\d";

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
        => int.Parse(text, CultureInfo.InvariantCulture) <= context.CallDay.Year ? new SlotReading(text, text.Length) : null;
}
