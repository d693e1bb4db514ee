using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Records;

/// <summary>
/// Says which payload is current for a conversation. It also remembers whose records the earlier payloads changed, so that their facts are
/// removed even if two payloads name different callers.
/// </summary>
/// <param name="PayloadVersion">The version of the current payload.</param>
/// <param name="Payload">The payload's name.</param>
/// <param name="Caller">The key of the caller it teaches; null when it teaches nobody.</param>
/// <param name="FormerCallers">The keys of other callers that earlier bodies taught.</param>
/// <param name="IsErased">
/// Whether the caller was erased. If so, no payload of the conversation is learned, and what was learned meanwhile is removed.
/// </param>
public sealed record ConversationClaim(
    [property: JsonPropertyName("standing")] PayloadVersion PayloadVersion,
    string Payload,
    string? Caller,
    IReadOnlyList<string> FormerCallers,
    bool IsErased = false)
    : IStoredDocument
{
    /// <inheritdoc />
    public static string Kind => "claim";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>
    /// The claim of an erased caller's conversation. It names nobody, and supersedes every payload even for a program without erasure.
    /// </summary>
    public static ConversationClaim Erased { get; } = new(new PayloadVersion(double.MaxValue, ""), "", Caller: null, [], IsErased: true);
}
