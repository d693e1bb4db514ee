using System.Globalization;
using System.Text.Json;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>
/// Reads the data set:
/// <c>[{id, calls: [{id, date, turns: [{id, speaker, text}]}], questions: [{question, category, evidence: [turn ids]}]}]</c>.
/// </summary>
internal static class LocomoData
{
    private const string DateFormat = "h:mm tt 'on' d MMMM, yyyy";

    public static List<LocomoConversation> Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return [.. document.RootElement.EnumerateArray().Select(Conversation)];
    }

    private static LocomoConversation Conversation(JsonElement read)
    {
        var speakers = read.GetProperty("calls").EnumerateArray()
            .SelectMany(call => call.GetProperty("turns").EnumerateArray())
            .Select(turn => Text(turn, "speaker"))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var calls = read.GetProperty("calls").EnumerateArray().Select(call => Call(call, speakers[0]));
        var conversation = new LocomoConversation(Text(read, "id"), speakers[0], speakers[^1], [.. calls], []);
        var places = conversation.Calls
            .SelectMany(call => call.Turns.Select((turn, position) => (turn.Id, Place: new Place(conversation.WireId(call), position))))
            .ToDictionary(turn => turn.Id, turn => turn.Place, StringComparer.Ordinal);
        return conversation with
        {
            Questions = [.. read.GetProperty("questions").EnumerateArray().Select(question => Question(question, places))],
        };
    }

    private static LocomoCall Call(JsonElement read, string caller) => new(
        read.GetProperty("id").ToString(),
        DateTimeOffset.ParseExact(Text(read, "date"), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        [.. read.GetProperty("turns").EnumerateArray()
            .Select(turn => new LocomoTurn(Text(turn, "id"), Text(turn, "speaker") == caller ? "user" : "agent", Text(turn, "text")))]);

    // A few questions name turns that are not there.
    private static LocomoQuestion Question(JsonElement read, Dictionary<string, Place> places) => new(
        Text(read, "question"),
        Text(read, "category"),
        [.. read.GetProperty("evidence").EnumerateArray().Select(id => id.GetString()!).Where(places.ContainsKey)
            .Select(id => places[id]).Distinct()]);

    private static string Text(JsonElement read, string name) => read.GetProperty(name).GetString()!;
}
