namespace Elaoms.Core.Settings;

/// <summary>What an acknowledged call outlives.</summary>
public enum Durability
{
    /// <summary>A killed process.</summary>
    Process,

    /// <summary>Also a power loss: the delivery is on the disk before the answer.</summary>
    Disk,
}
