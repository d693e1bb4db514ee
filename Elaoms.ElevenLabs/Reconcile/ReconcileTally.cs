using System.Runtime.InteropServices;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Import;

namespace Elaoms.ElevenLabs.Reconcile;

/// <summary>
/// Counts a run's calls by the hour in which they began. A later run lists a call again, and finds a recovered one here: so what former
/// runs recovered is taken from what was received. Thread-safe.
/// </summary>
/// <param name="former">What former runs found.</param>
/// <param name="from">What began before it is not listed, in Unix seconds.</param>
internal sealed class ReconcileTally(IReadOnlyList<ReconciledHour> former, long from)
{
    // As many days as the figures of days go back, and one.
    private const int MostHours = 32 * 24;
    private const long Hour = 60 * 60;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Counts> _hours = [];
    private readonly Dictionary<long, ReconciledHour> _former = former.ToDictionary(hour => hour.Hour.ToUnixTimeSeconds() / Hour);

    /// <summary>How many are stuck in processing.</summary>
    public long Stuck { get; private set; }

    public void Add(ConversationOutcome outcome, double? start)
    {
        lock (_lock)
        {
            if (outcome == ConversationOutcome.Stuck)
                Stuck++;
            if (start is not (>= 0 and < 1e11 and var second))
                return;
            var hour = (long)second / Hour;
            var counts = _hours.GetValueOrDefault(hour);
            _hours[hour] = outcome switch
            {
                ConversationOutcome.Known => counts with { Known = counts.Known + 1 },
                ConversationOutcome.Imported => counts with { Recovered = counts.Recovered + 1 },
                ConversationOutcome.Failed or ConversationOutcome.Unreadable => counts with { Lost = counts.Lost + 1 },
                _ => counts,
            };
        }
    }

    /// <summary>All hours, with what was counted so far.</summary>
    public IReadOnlyList<ReconciledHour> Read()
    {
        lock (_lock)
        {
            var merged = new Dictionary<long, ReconciledHour>(_former);
            foreach (var (hour, counts) in _hours)
                merged[hour] = Merge(hour, merged.GetValueOrDefault(hour), counts);
            return [.. merged.OrderBy(hour => hour.Key).TakeLast(MostHours).Select(hour => hour.Value)];
        }
    }

    private ReconciledHour Merge(long hour, ReconciledHour? former, Counts counts)
    {
        var recovered = (former?.Recovered ?? 0) + counts.Recovered;
        // An hour that is listed in part: the rest of it is as it was.
        var received = hour * Hour < from && former is not null
            ? former.Received
            : Math.Max(0, counts.Known - (former?.Recovered ?? 0));
        return new ReconciledHour(DateTimeOffset.FromUnixTimeSeconds(hour * Hour))
        {
            Listed = received + recovered + counts.Lost,
            Received = received,
            Recovered = recovered,
            Lost = counts.Lost,
        };
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Counts(long Known, long Recovered, long Lost);
}
