using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Operators;

namespace Elaoms.Cli.Operating;

/// <summary>A caller as text for people.</summary>
internal static class ShownText
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(ShownCaller shown) =>
    [
        $"Caller {shown.Key} ({shown.Identity ?? "no record"})",
        "",
        "An agent is told:",
        .. Told(shown.ClientData),
        .. shown.NotGreeted is { } reason ? [$"  Not greeted by name: {reason}"] : Array.Empty<string>(),
        .. Section("Facts", shown.Facts.Select(fact => Of(fact))),
        .. Section("No longer so", shown.History.Select(fact => Of(fact))),
        .. Section(Line($"Calls ({shown.Calls.Count} of {shown.CallCount})"), shown.Calls.SelectMany(Of)),
        .. Section("Changes", shown.Changes.Select(Of)),
        .. Section("Other indexes", shown.Engines is { } engines ? [Of(engines)] : Array.Empty<string>()),
    ];

    private static IEnumerable<string> Told(JsonElement clientData)
    {
        foreach (var variable in clientData.GetProperty("dynamic_variables").EnumerateObject())
        {
            if (variable.Value.ToString() is { Length: > 0 } value)
                yield return $"  {variable.Name}: {value}";
        }

        if (clientData.TryGetProperty("conversation_config_override", out var config))
            yield return $"  First message: {config.GetProperty("agent").GetProperty("first_message").GetString()}";
    }

    private static IEnumerable<string> Section(string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        return all.Count == 0 ? [] : ["", title + ":", .. all.Select(line => "  " + line)];
    }

    private static string Of(ShownFact fact)
    {
        var ends = fact.Ends ? "ends " : "";
        var turn = fact.Turn is { } number ? Line($" turn {number}") : "";
        var quote = fact.Quote is { Length: > 0 } words ? $": “{words}”" : "";
        return $"{ends}{fact.Key} = {fact.Value} ({fact.Confidence}, since {Day(fact.Since)}, {fact.Source}, "
            + $"{fact.ConversationId}{turn}){quote}";
    }

    private static IEnumerable<string> Of(ShownCall call) =>
    [
        $"{Day(call.StartedAt)} {call.ConversationId}, {call.Receipt?.Result.ToString() ?? "no receipt"}, {call.Payload}",
        .. call.Title is { } title ? [$"  {title}"] : Array.Empty<string>(),
        .. call.Turns.Select(turn => Line($"  {turn.Turn} {turn.Role}: {turn.Text}")),
    ];

    private static string Of(ShownChange change)
        => $"{Day(change.At)} {change.Kind} {change.Fact} {change.Value} (by {change.By}, {change.Id})";

    private static string Of(ShownEngines engines)
        => Line($"{engines.InOpenMemory} memories in OpenMemory, {engines.Vectors} vectors")
            + (engines.IsWaiting ? Line($"; waiting to be told, {engines.FailedTries} tries failed") : "");

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
