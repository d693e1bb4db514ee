using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Health;

/// <summary>Reads the figures of a day.</summary>
public sealed class ReadDayFigures(
    ICallList list, IDocumentStore<RecallCounts> counts, IPendingPayloads pending, IDocumentStore<Reconciliation> reconciliations)
{
    /// <summary>Reads those of one day, in UTC.</summary>
    public async Task<DayFigures> ReadAsync(DateOnly day, CancellationToken cancellationToken)
        => (await ReadAsync(day, day, cancellationToken))[0];

    /// <summary>Reads those of some days in a row, in UTC.</summary>
    public async Task<IReadOnlyList<DayFigures>> ReadAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var waiting = new Dictionary<DateOnly, int>();
        await foreach (var entry in pending.ListAsync(cancellationToken))
        {
            var day = DateOnly.FromDateTime(entry.Name.Day.UtcDateTime);
            waiting[day] = waiting.GetValueOrDefault(day) + 1;
        }

        var hours = ((await reconciliations.ReadAsync(Reconciliation.Name, cancellationToken))?.Value.Hours ?? [])
            .ToLookup(hour => DateOnly.FromDateTime(hour.Hour.UtcDateTime));
        var days = new List<DayFigures>();
        for (var day = from; day <= to; day = day.AddDays(1))
            days.Add(await ReadAsync(day, waiting.GetValueOrDefault(day), [.. hours[day]], cancellationToken));
        return days;
    }

    private async Task<DayFigures> ReadAsync(
        DateOnly day, int waiting, IReadOnlyList<ReconciledHour> hours, CancellationToken cancellationToken)
    {
        var calls = await list.CountAsync(day, cancellationToken);
        var recall = await counts.ReadAsync(RecallCounts.NameOf(day), cancellationToken);
        return new DayFigures(day, calls, waiting, recall?.Value ?? RecallCounts.None)
        {
            Recovered = hours.Count == 0 ? null : hours.Sum(hour => hour.Recovered),
            Lost = hours.Count == 0 ? null : hours.Sum(hour => hour.Lost),
        };
    }
}

/// <summary>What happened on a day (UTC).</summary>
/// <param name="Day">The day.</param>
/// <param name="Calls">The calls that began on it and are done with.</param>
/// <param name="Waiting">Deliveries received on it that wait to be learned, or to be listed.</param>
/// <param name="Recall">How often memory was asked for, without what processes have counted in the last minute.</param>
public sealed record DayFigures(DateOnly Day, CallCounts Calls, int Waiting, RecallCounts Recall)
{
    /// <summary>
    /// Calls that began on the day, were not delivered, and were fetched from the platform; null when the day was not compared with the
    /// platform's list.
    /// </summary>
    public long? Recovered { get; init; }

    /// <summary>Those that could not be fetched so far; null as above.</summary>
    public long? Lost { get; init; }
}
