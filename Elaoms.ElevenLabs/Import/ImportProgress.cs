namespace Elaoms.ElevenLabs.Import;

/// <summary>What became of a listed conversation.</summary>
public enum ConversationOutcome
{
    /// <summary>Archived and enqueued, or would be.</summary>
    Imported,

    /// <summary>It was here already.</summary>
    Known,

    /// <summary>Its caller was erased here, so it is left alone.</summary>
    Erased,

    /// <summary>Its caller opted out, so nothing of it is kept.</summary>
    OptedOut,

    /// <summary>It goes on, or is not analysed yet.</summary>
    NotOver,

    /// <summary>It ended so lately that its delivery may still come.</summary>
    Expected,

    /// <summary>It has been processing for more than an hour.</summary>
    Stuck,

    /// <summary>The conversation itself failed: there is nothing to learn.</summary>
    CallFailed,

    /// <summary>It is another caller's than the one who was asked for.</summary>
    OfAnother,

    /// <summary>The platform has deleted it since it was listed.</summary>
    Gone,

    /// <summary>The platform does not let it be read, or it is not what the platform's schema says.</summary>
    Unreadable,

    /// <summary>It could not be read now. The next run tries it again.</summary>
    Failed,
}

/// <summary>How far an import is.</summary>
/// <param name="First">When the first listed conversation began, in Unix seconds; null before there is one.</param>
/// <param name="Last">When the last listed one began.</param>
public sealed record ImportProgress(double? First, double? Last)
{
    /// <summary>Before anything was listed.</summary>
    public static ImportProgress Nothing { get; } = new(First: null, Last: null)
    {
        Counts = new Dictionary<ConversationOutcome, long>(),
    };

    /// <summary>How many conversations met with each outcome.</summary>
    public required IReadOnlyDictionary<ConversationOutcome, long> Counts { get; init; }

    /// <summary>How many recordings were imported.</summary>
    public long Recordings { get; init; }

    /// <summary>What began before this Unix second need not be looked at again; null before there is anything.</summary>
    internal long? DoneUntil { get; init; }

    /// <summary>When the first began that is to be looked at again, in Unix seconds; null if there is none.</summary>
    internal long? AwaitedFrom { get; init; }

    /// <summary>How many conversations were listed.</summary>
    public long Listed => Counts.Values.Sum();

    /// <summary>How many met with an outcome.</summary>
    public long Of(ConversationOutcome outcome) => Counts.GetValueOrDefault(outcome);

    /// <summary>
    /// Which share of the listed time is left, by when the conversations began; the number of those that are left is not known.
    /// </summary>
    /// <param name="end">The end of that time, in Unix seconds.</param>
    public double LeftUntil(double end)
        => First is { } first && Last is { } last && end > first ? Math.Clamp((end - last) / (end - first), 0, 1) : 0;
}

/// <summary>Counts outcomes. Thread-safe.</summary>
internal sealed class ImportCount
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ConversationOutcome, long> _counts = [];
    private double? _first;
    private double? _last;

    public void Add(ConversationOutcome outcome, double? start)
    {
        lock (_lock)
        {
            _counts[outcome] = _counts.GetValueOrDefault(outcome) + 1;
            if (start is null)
                return;
            _first = Math.Min(_first ?? double.MaxValue, start.Value);
            _last = Math.Max(_last ?? double.MinValue, start.Value);
        }
    }

    public ImportProgress Read()
    {
        lock (_lock)
        {
            return new ImportProgress(_first, _last) { Counts = new Dictionary<ConversationOutcome, long>(_counts) };
        }
    }
}
