namespace Elaoms.ElevenLabs.Api.Models;

/// <summary>A conversation in a list; nothing of what was said, and nothing of who called.</summary>
/// <param name="ConversationId">Its id.</param>
/// <param name="ConversationInitiationSource">Where it came from, such as <c>twilio</c>; grows often.</param>
/// <param name="Direction"><c>inbound</c> or <c>outbound</c>; null for what is no telephone call.</param>
public sealed record ConversationSummary(string ConversationId, string? ConversationInitiationSource = null, string? Direction = null)
{
    /// <summary>The status of a conversation that is over and was analysed.</summary>
    public const string Done = "done";

    /// <summary>The status of a conversation that failed.</summary>
    public const string Failed = "failed";

    /// <summary>The agent.</summary>
    public string? AgentId { get; init; }

    /// <summary>The agent's name.</summary>
    public string? AgentName { get; init; }

    /// <summary>When it began, in Unix seconds.</summary>
    public double? StartTimeUnixSecs { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double? CallDurationSecs { get; init; }

    /// <summary>initiated, in-progress, processing, done or failed.</summary>
    public string? Status { get; init; }
}

/// <summary>Which conversations are listed.</summary>
public sealed record ConversationFilter
{
    /// <summary>Only those with this agent; null for all.</summary>
    public string? AgentId { get; init; }

    /// <summary>Only those with this <c>user_id</c>; null for all.</summary>
    public string? UserId { get; init; }

    /// <summary>Only those that began at this Unix second or later; null for all.</summary>
    public long? FromUnixSecs { get; init; }

    /// <summary>Only those that began before this Unix second; null for all.</summary>
    public long? BeforeUnixSecs { get; init; }
}
