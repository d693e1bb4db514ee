namespace Elaoms.Extraction.Rules.Slots;

/// <summary>Which edges of a place are sure to be those of the value in it.</summary>
internal enum SlotEdges
{
    /// <summary>Both: the value is the whole of it.</summary>
    Closed,

    /// <summary>The value begins the place, and other words may follow.</summary>
    OpenEnd,

    /// <summary>The value ends the place, and other words may come before.</summary>
    OpenBeginning,
}
