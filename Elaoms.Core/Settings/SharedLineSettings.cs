namespace Elaoms.Core.Settings;

/// <summary>When a line counts as shared by many people, and what a search finds there; docs/memory.md says why these defaults.</summary>
public sealed record SharedLineSettings
{
    /// <summary><c>SHARED_LINE_NAMES</c>: from how many people who have given a name; 0 to ignore names.</summary>
    public int Names { get; init; } = 4;

    /// <summary><c>SHARED_LINE_CALLS_PER_DAY</c>: from how many calls on a day, on so many <see cref="Days"/>; 0 to ignore them.</summary>
    public int CallsPerDay { get; init; } = 20;

    /// <summary><c>SHARED_LINE_DAYS</c>: on how many days there must have been so many calls; 1 to 10.</summary>
    public int Days { get; init; } = 3;

    /// <summary><c>SHARED_LINE_SEARCH</c>: what a search finds.</summary>
    public SharedLineSearch Search { get; init; }
}

/// <summary>What a search finds on a shared line.</summary>
public enum SharedLineSearch
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>The calls of the person whose whole name the query holds.</summary>
    Name,

    /// <summary>The newest call.</summary>
    Newest,
}
