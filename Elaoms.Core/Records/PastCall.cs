using System.Text.Json.Serialization;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Core.Records;

/// <summary>A call in the caller's record.</summary>
public sealed record PastCall
{
    /// <summary>Where it stands among the calls of its caller.</summary>
    [JsonIgnore]
    public CallPlace Place => new(StartedAt, ConversationId);

    /// <summary>The conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>The payload that this was learned from; also what erasing a caller deletes.</summary>
    public required string Payload { get; init; }

    /// <summary>The version of that payload, by which a later payload of the conversation supersedes it.</summary>
    [JsonPropertyName("standing")]
    public required PayloadVersion PayloadVersion { get; init; }

    /// <summary>Whether it was learned since lines have a kind of their own; false for calls that were learned before.</summary>
    public bool IsKindCertain { get; init; }

    /// <summary>The agent that took the call.</summary>
    public string? AgentId { get; init; }

    /// <summary>When the call began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it lasted, in seconds.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>The platform's title.</summary>
    public string? Title { get; init; }

    /// <summary>The platform's summary.</summary>
    public string? Summary { get; init; }

    /// <summary>The platform's judgement: <c>success</c>, <c>failure</c> or <c>unknown</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>The language that was spoken, as the platform's code of it.</summary>
    public string? Language { get; init; }

    /// <summary>
    /// How the caller felt at the end: <c>frustrated</c>, <c>worried</c>, <c>happy</c> or <c>sad</c>; null when that is unknown.
    /// </summary>
    public string? Sentiment { get; init; }
}
