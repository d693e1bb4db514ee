using System.Runtime.InteropServices;

namespace Elaoms.Core.Records;

/// <summary>How many calls a record holds of each day (UTC): of the newest days, and of the busiest before them.</summary>
public sealed record CallDays
{
    /// <summary>The most days of which <see cref="Busiest"/> tells.</summary>
    public const int MaxBusiest = 10;

    // A call that comes late, or is taken out, is nearly always of one of these, and needs no other call to be read.
    private const int MaxNewest = 31;

    /// <summary>The newest days with calls, the oldest of them first.</summary>
    public IReadOnlyList<CallDay> Newest { get; init => field = value ?? []; } = [];

    /// <summary>The calls of the busiest days before those, the busiest first; empty when there was none.</summary>
    public IReadOnlyList<int> Earlier { get; init => field = value ?? []; } = [];

    /// <summary>The calls of the ten busiest days, the busiest first.</summary>
    internal IReadOnlyList<int> Busiest => Highest(Newest.Select(day => day.Calls).Concat(Earlier));

    /// <summary>Counts calls.</summary>
    public static CallDays Of(IEnumerable<PastCall> calls) => Of([.. calls.CountBy(DayOf)
        .Select(day => new CallDay(day.Key, day.Value)).OrderBy(day => day.Day)], []);

    /// <summary>The day of a call.</summary>
    internal static DateOnly DayOf(PastCall call) => DateOnly.FromDateTime(call.StartedAt.UtcDateTime);

    /// <summary>The days when so many calls more, or fewer, came on some of them.</summary>
    /// <returns>Null when that can be told only by counting all calls of the record again.</returns>
    internal CallDays? With(IReadOnlyDictionary<DateOnly, int> changes)
    {
        var changed = changes.Where(change => change.Value != 0).ToList();
        if (changed.Count == 0)
            return this;
        if (Earlier.Count > 0 && changed.Exists(change => change.Key < Newest[0].Day))
            return null;
        var counts = Newest.ToDictionary(day => day.Day, day => day.Calls);
        foreach (var (day, calls) in changed)
            counts[day] = counts.GetValueOrDefault(day) + calls;
        List<CallDay> days =
        [
            .. counts.Where(day => day.Value > 0).Select(day => new CallDay(day.Key, day.Value)).OrderBy(day => day.Day),
        ];
        return Earlier.Count > 0 && days.Count < MaxNewest ? null : Of(days, Earlier);
    }

    private static CallDays Of(List<CallDay> days, IReadOnlyList<int> earlier)
    {
        var over = Math.Max(0, days.Count - MaxNewest);
        return new CallDays
        {
            Newest = days[over..],
            Earlier = Highest(days.Take(over).Select(day => day.Calls).Concat(earlier)),
        };
    }

    private static List<int> Highest(IEnumerable<int> calls) => [.. calls.OrderDescending().Take(MaxBusiest)];
}

/// <summary>The calls of a day.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="Calls">How many.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CallDay(DateOnly Day, int Calls);
