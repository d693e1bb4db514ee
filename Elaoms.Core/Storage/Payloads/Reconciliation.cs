using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>How far calls are compared with the platform's list, and what that found. All processes on a storage share it.</summary>
/// <param name="NotBefore">Until then the last run counts, or a process is at one.</param>
public sealed record Reconciliation(DateTimeOffset NotBefore) : IStoredDocument
{
    /// <summary>The name of the document.</summary>
    public const string Name = "reconciliation";

    // The furthest that NotBefore is ever set.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public static string Kind => "reconciliation";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>Who wrote this: a new one for each run.</summary>
    public string Run { get; init; } = "";

    /// <summary>When the last run began that listed anything; null before there was one.</summary>
    public DateTimeOffset? Begun { get; init; }

    /// <summary>When the last run ended that came to its end; null before there was one.</summary>
    public DateTimeOffset? Done { get; init; }

    /// <summary>What began before this is done with.</summary>
    public DateTimeOffset? DoneUntil { get; init; }

    /// <summary>What was found, by the hour in which calls began; the newest last.</summary>
    public IReadOnlyList<ReconciledHour> Hours { get; init => field = value ?? []; } = [];

    /// <summary>How many calls have been processing at the platform for more than an hour.</summary>
    public long Stuck { get; init; }

    /// <summary>How the platform's post-call webhook is.</summary>
    public WebhookState Webhook { get; init; }

    /// <summary>When the webhooks and agents of a key that may not read them were last asked for.</summary>
    public DateTimeOffset? Looked { get; init; }

    /// <summary>Agents of whose calls the platform keeps no words, so that a lost delivery can't be recovered.</summary>
    public IReadOnlyList<string> AgentsWithoutTranscripts { get; init => field = value ?? []; } = [];

    /// <summary>Agents whose transcripts are redacted by the platform, so that names can't be learned.</summary>
    public IReadOnlyList<string> RedactedAgents { get; init => field = value ?? []; } = [];

    /// <summary>Whether the key may read agents, so that the two lists can be made; null before it was tried.</summary>
    public bool? CanReadAgents { get; init; }

    /// <summary>Whether it is time. A time beyond any that is ever set was written before the clock was put back.</summary>
    public bool IsDue(DateTimeOffset now) => NotBefore <= now || NotBefore - now > Longest;

    /// <summary>The sum of the hours since a time.</summary>
    public ReconciledHour Since(DateTimeOffset begin) => Hours.Where(hour => hour.Hour >= begin).Aggregate(
        new ReconciledHour(begin),
        (sum, hour) => sum with
        {
            Listed = sum.Listed + hour.Listed,
            Received = sum.Received + hour.Received,
            Recovered = sum.Recovered + hour.Recovered,
            Lost = sum.Lost + hour.Lost,
        });
}

/// <summary>The calls that began in an hour: those that are over and whose delivery is not awaited any more.</summary>
/// <param name="Hour">When it began.</param>
public sealed record ReconciledHour(DateTimeOffset Hour)
{
    /// <summary>How many the platform lists. The other three make this sum.</summary>
    public long Listed { get; init; }

    /// <summary>How many of them were delivered or imported.</summary>
    public long Received { get; init; }

    /// <summary>How many a reconciliation had to fetch.</summary>
    public long Recovered { get; init; }

    /// <summary>How many are not here and could not be fetched so far.</summary>
    public long Lost { get; init; }
}

/// <summary>How the platform's post-call webhook is.</summary>
public enum WebhookState
{
    /// <summary>Nobody has asked yet.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>The key may not read webhooks.</summary>
    [JsonStringEnumMemberName("forbidden")]
    Forbidden,

    /// <summary>No webhook in use leads to post-call.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,

    /// <summary>It is on.</summary>
    [JsonStringEnumMemberName("on")]
    On,

    /// <summary>Somebody switched it off.</summary>
    [JsonStringEnumMemberName("disabled")]
    Disabled,

    /// <summary>The platform switched it off after failures.</summary>
    [JsonStringEnumMemberName("switched-off")]
    SwitchedOff,
}
