namespace Elaoms.Core.Callers;

/// <summary>
/// What the start of a call needs, derived from the record and kept beside it. Carries the record's revision: a lower one never replaces a higher one.
/// </summary>
public sealed record CallerProfile
{
    /// <summary>The revision of the record it was derived from.</summary>
    public required long Revision { get; init; }

    /// <summary>The caller's name, when it is sure.</summary>
    public string? Name { get; init; }

    /// <summary>A few plain sentences of what holds about the caller; empty when nothing is known.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What the last call was about; empty when nothing is known of it.</summary>
    public string LastCallSummary { get; init; } = "";

    /// <summary>The caller's number, when known by one.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>What holds about the caller, by key.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
