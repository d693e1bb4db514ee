using Elaoms.Core.Json;

namespace Elaoms.Core.Records;

/// <summary>
/// What the start of a call needs, derived from the record and stored beside it. It carries the record's revision; a lower one never
/// replaces a higher one.
/// </summary>
public sealed record CallerProfile : IStoredDocument
{
    /// <inheritdoc />
    public static string Kind => "profile";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>The revision of the record it was derived from.</summary>
    public required long Revision { get; init; }

    /// <summary><see cref="CallerRecord.IsKindCertain"/> of that record.</summary>
    public bool IsKindCertain { get; init; }

    /// <summary>The name to address the caller by; null when none is known.</summary>
    public string? Name { get; init; }

    /// <summary>Whether something speaks against the name: to greet callers by another's is worse than by none.</summary>
    public bool IsNameUnsure { get; init; }

    /// <summary>Two or three plain sentences of what holds about the caller; empty when nothing is known.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What the last call was about, with its date; empty when nothing is known of it.</summary>
    public string LastCallSummary { get; init; } = "";

    /// <summary>What the last call was about in a few words; empty when nothing is known of it.</summary>
    public string LastCallTopic { get; init; } = "";

    /// <summary>When the last call began; null when there was none.</summary>
    public DateTimeOffset? LastCallAt { get; init; }

    /// <summary>How many calls are remembered.</summary>
    public int CallCount { get; init; }

    /// <summary>What was asked for or promised and is still to be done; empty when nothing is.</summary>
    public string OpenRequests { get; init; } = "";

    /// <summary>The language the caller would rather speak, or spoke last, as an ISO 639-1 code; null when none is known.</summary>
    public string? PreferredLanguage { get; init; }

    /// <summary>The caller's number, when known by one.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>What holds about the caller, by key.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
