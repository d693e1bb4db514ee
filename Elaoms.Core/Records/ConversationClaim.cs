using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Records;

/// <summary>
/// Which payload stands for a conversation. It remembers whose record the earlier ones taught, so that what they taught goes even if two bodies name different
/// callers.
/// </summary>
/// <param name="PayloadVersion">Where the payload stands.</param>
/// <param name="Payload">The payload's name.</param>
/// <param name="Caller">The key of the caller it teaches; null when it teaches nobody.</param>
/// <param name="FormerCallers">The keys of other callers that earlier bodies taught.</param>
/// <param name="IsErased">Whether the caller was erased: no payload of the conversation is learned any more, and whatever comes of it is removed again.</param>
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

    /// <summary>The claim of a conversation whose caller was erased. It names nobody, and stands before every payload also for a program that does not know of erasing.</summary>
    public static ConversationClaim Erased { get; } = new(new PayloadVersion(double.MaxValue, ""), "", Caller: null, [], IsErased: true);
}
