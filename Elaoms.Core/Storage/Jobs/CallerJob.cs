using System.Text.Json.Serialization;
using Elaoms.Core.Calls;

namespace Elaoms.Core.Storage.Jobs;

/// <summary>Something that is done for a caller by the queue, and what came of it. It holds nothing that was said.</summary>
public sealed record CallerJob
{
    /// <summary>How long a finished job and its files are kept, and how long an unfinished one is tried.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const int IdLength = 32;

    /// <summary>Names the job: random hex digits that nobody can guess.</summary>
    public required string Id { get; init; }

    /// <summary>What is done.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>The caller's key; null once the caller is erased.</summary>
    public string? Caller { get; init; }

    /// <summary>How far it is.</summary>
    public JobState State { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last enqueued or said how far it is. A sweep enqueues a job again that has been silent for long.</summary>
    public required DateTimeOffset TouchedAt { get; init; }

    /// <summary>From then on it counts as gone, with its files.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many steps are done.</summary>
    public int Done { get; init; }

    /// <summary>How many steps there are; 0 while that is unknown.</summary>
    public int Total { get; init; }

    /// <summary>Why it failed, or why there is no file; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>What it has written.</summary>
    public IReadOnlyList<JobFile> Files { get; init => field = value ?? []; } = [];

    /// <summary>What it has erased; null when it erases nothing.</summary>
    public ErasureCounts? Erased { get; init; }

    /// <summary>Whether it waits or runs.</summary>
    [JsonIgnore]
    public bool IsInFlight => State is JobState.Waiting or JobState.Running;

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsId(string? text) => text?.Length == IdLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Whether its time is over. A time beyond any that is ever set was written before the clock was put back.</summary>
    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now || ExpiresAt - now > Lifetime;

    /// <summary>The job, that has ended.</summary>
    internal CallerJob Ended(JobState state, string? reason, DateTimeOffset now)
        => this with { State = state, Reason = reason, TouchedAt = now, ExpiresAt = now + Lifetime };

    /// <summary>Whether it is of this kind and about this caller.</summary>
    internal bool Is(JobKind kind, CallerKey caller) => Kind == kind && Caller == caller.Value;
}

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>Writes all that is stored of a caller into a file.</summary>
    [JsonStringEnumMemberName("export")]
    Export,

    /// <summary>Erases a caller.</summary>
    [JsonStringEnumMemberName("erasure")]
    Erasure,
}

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>It waits in the queue.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>It is worked on, or its process died and it is tried again.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It is done.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It was given up.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>A file of a job.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size.</param>
public sealed record JobFile(string Name, long Bytes);
