using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>How the platform's agents were connected when somebody last looked. All processes on a storage share it.</summary>
/// <param name="CheckedAt">When that was.</param>
public sealed record AgentChecks(DateTimeOffset CheckedAt) : IStoredDocument
{
    /// <summary>The name of the document.</summary>
    public const string Name = "agent-checks";

    /// <summary>The most findings that are kept.</summary>
    public const int MaxFindings = 500;

    /// <inheritdoc />
    public static string Kind => "agent-checks";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>Whether all was looked at; false when it took too long, or there was more than is kept.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What was found.</summary>
    public IReadOnlyList<AgentFinding> Findings { get; init => field = value ?? []; } = [];
}

/// <summary>Something that was found at the platform. It holds no key, and nothing of a call.</summary>
/// <param name="Level">How good or bad it is.</param>
/// <param name="What">What was found, in a sentence or two.</param>
/// <param name="Remedy">What to do; null when there is nothing to do.</param>
public sealed record AgentFinding(FindingLevel Level, string What, string? Remedy = null)
{
    // Sentences name agents and branches, which somebody may have named at any length.
    private const int MaxText = 1_000;

    /// <summary>The agent that it is about; null for the whole workspace.</summary>
    public string? AgentId { get; init; }

    /// <summary>Its name; null for the whole workspace.</summary>
    public string? AgentName { get; init; }

    /// <summary>The finding, in so few characters that many can be kept.</summary>
    public AgentFinding Shortened() => this with
    {
        What = Shortened(What),
        Remedy = Remedy is null ? null : Shortened(Remedy),
        AgentName = AgentName is null ? null : Shortened(AgentName),
    };

    private static string Shortened(string text) => text.Length <= MaxText ? text : text[..(MaxText - 1)] + "…";
}

/// <summary>How good or bad a finding is.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It works, and somebody should look at it; or it could not be looked at.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>It does not work.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}
