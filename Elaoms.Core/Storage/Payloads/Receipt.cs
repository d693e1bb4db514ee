using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>Says that a payload is done with. A payload without one is still to be learned.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Reason">Why nothing was learned, or what failed; null when it was learned.</param>
/// <param name="Tries">How many tries it took.</param>
public sealed record Receipt(ReceiptResult Result, string? Reason, int Tries) : IStoredDocument
{
    /// <inheritdoc />
    public static string Kind => "receipt";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;
}

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

/// <summary>How results are spelled in metrics and traces.</summary>
internal static class ReceiptResultTags
{
    public static string ToTag(this ReceiptResult result) => result switch
    {
        ReceiptResult.Learned => "learned",
        ReceiptResult.NothingToLearn => "nothing_to_learn",
        _ => "failed",
    };
}

/// <summary>The stored form of receipts and of what is kept beside them, the same in every storage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(UnreadableNotices))]
[JsonSerializable(typeof(NextComparison))]
[JsonSerializable(typeof(Reconciliation))]
[JsonSerializable(typeof(AgentChecks))]
public sealed partial class ReceiptJson : JsonSerializerContext;
