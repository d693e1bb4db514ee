using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Records;

/// <summary>What a record's head says of a page, which lists segments.</summary>
/// <param name="Name">The page's name, made as that of any segment.</param>
/// <param name="Segments">How many segments it lists.</param>
/// <param name="Calls">How many calls they hold.</param>
/// <param name="IsKindCertain"><see cref="CallerRecord.IsKindCertain"/> of these.</param>
public sealed record PageEntry(string Name, int Segments, int Calls, bool IsKindCertain)
{
    /// <summary>How many bytes an entry takes in a head, at most.</summary>
    internal const int MaxStoredBytes = 130;

    // How far apart the clocks of two processes may be, and more.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    /// <summary>Describes a page.</summary>
    internal static PageEntry Of(string name, IReadOnlyList<SegmentEntry> segments) => new(
        name,
        segments.Count,
        segments.Sum(segment => segment.Calls),
        segments.Any(segment => segment.IsKindCertain));

    /// <summary>Whether the page may list a conversation that was claimed for the first time at a given time; null for any time.</summary>
    internal bool MayList(DateTimeOffset? firstClaimedAt)
        => firstClaimedAt is not { } claimedAt || SegmentNames.MadeAt(Name) is not { } madeAt || madeAt > claimedAt - ClockTolerance;
}
