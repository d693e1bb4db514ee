using System.Text.Json;
using Elaoms.Core.Json;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Calls;

/// <summary>
/// Reads a call from the <c>data</c> of a transcription. It takes what it needs, keeps unknown words as they are and ignores the rest.
/// Limits bound what one payload can put into a caller's record; the archive keeps the payload whole.
/// </summary>
internal static class CallReader
{
    public const int MaxTurns = 5000;
    public const int MaxTurnLength = 8000;
    public const int MaxSummaryLength = 8000;
    public const int MaxTitleLength = 300;
    public const int MaxWordLength = 100;
    public const int MaxCollected = 200;
    public const int MaxValueLength = 1000;

    /// <param name="data">The <c>data</c> of the payload.</param>
    /// <param name="phoneUserIds">Agents whose <c>user_id</c> is trusted as a telephone number; null for none.</param>
    public static Call Read(JsonElement data, AgentIds? phoneUserIds = null)
    {
        var metadata = data.Object("metadata");
        var analysis = data.Object("analysis");
        var agentId = data.Text("agent_id", MaxWordLength);
        var reading = CallerOfCall.Find(data, phoneUserIds?.Has(agentId) == true, out var caller);
        return new Call
        {
            CallerIdentification = reading,
            Caller = caller,
            AgentId = agentId,
            Direction = CallerOfCall.DirectionOf(metadata),
            Status = data.Text("status", MaxWordLength),
            StartedAt = metadata?.Number("start_time_unix_secs").AsUnixTime(),
            DurationSeconds = metadata?.Number("call_duration_secs"),
            Title = analysis.Text("call_summary_title", MaxTitleLength),
            Summary = analysis.Text("transcript_summary", MaxSummaryLength),
            Language = metadata.Text("main_language", MaxWordLength),
            Outcome = analysis.Text("call_successful", MaxWordLength),
            IsUnresolved = Resolution.IsMissing(analysis),
            Turns = [.. ReadTurns(data).Take(MaxTurns)],
            Collected = analysis is null ? [] : [.. ReadCollected(analysis.Value).Take(MaxCollected)],
        };
    }

    private static IEnumerable<Turn> ReadTurns(JsonElement data)
        => data.Items("transcript").Select((entry, position) => (entry, position))
            .Where(item => item.entry.Text("message") is not null)
            .Select(item => new Turn(
                item.position,
                item.entry.Text("role", MaxWordLength) ?? "unknown",
                item.entry.Text("message", MaxTurnLength)!,
                item.entry.Number("time_in_call_secs") ?? 0));

    // An object by id is what is sent today; a list of the same items is its newer twin, and either may be missing.
    private static IEnumerable<CollectedValue> ReadCollected(JsonElement analysis)
    {
        var results = analysis.Object("data_collection_results") is { } byId
            ? byId.EnumerateObject().Select(property => (property.Name, property.Value))
            : analysis.Items("data_collection_results_list").Select(item => (Name: item.Text("data_collection_id") ?? "", Value: item));
        foreach (var (name, result) in results)
        {
            if (name.Length > 0 && result.Property("value") is { } value && ValueText(value) is { } text)
                yield return new CollectedValue(name.Truncate(MaxWordLength), text, result.Text("rationale", MaxValueLength));
        }
    }

    private static string? ValueText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String or JsonValueKind.Number => value.AsText(MaxValueLength),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array or JsonValueKind.Object => value.GetRawText().Truncate(MaxValueLength),
        _ => null,
    };
}
