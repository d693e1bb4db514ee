using System.Text.Json.Serialization;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>What became of a payload.</summary>
public enum ReceiptResult
{
    /// <summary>The caller's record holds what it teaches.</summary>
    [JsonStringEnumMemberName("learned")]
    Learned,

    /// <summary>It teaches nothing: no transcript, no caller, or another payload of the conversation supersedes it.</summary>
    [JsonStringEnumMemberName("nothing-to-learn")]
    NothingToLearn,

    /// <summary>
    /// The payload could not be learned. The receipt stays until a replay enqueues the payload again and the outcome replaces it.
    /// </summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
