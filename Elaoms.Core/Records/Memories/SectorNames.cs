namespace Elaoms.Core.Records.Memories;

/// <summary>How sectors are spelled outside.</summary>
public static class SectorNames
{
    /// <summary>The sector as OpenMemory and the webhooks spell it.</summary>
    public static string WireName(this Sector sector) => sector switch
    {
        Sector.Semantic => "semantic",
        Sector.Episodic => "episodic",
        Sector.Procedural => "procedural",
        Sector.Emotional => "emotional",
        _ => "reflective",
    };
}
