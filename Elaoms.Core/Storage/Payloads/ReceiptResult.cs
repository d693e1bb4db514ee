using System.Text.Json.Serialization;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>What became of a payload.</summary>
public enum ReceiptResult
{
    /// <summary>The caller's record holds what it teaches.</summary>
    [JsonStringEnumMemberName("learned")]
    Learned,

    /// <summary>It teaches nothing: no transcript, no caller, or another payload of the conversation stands before it.</summary>
    [JsonStringEnumMemberName("nothing-to-learn")]
    NothingToLearn,

    /// <summary>It could not be learned. Kept until somebody has looked: replaying enqueues the payload again, and what comes of it takes this receipt's place.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
