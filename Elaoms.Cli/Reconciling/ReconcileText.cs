using System.Globalization;
using System.Text;
using System.Text.Json;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Import;
using Elaoms.ElevenLabs.Reconcile;

namespace Elaoms.Cli.Reconciling;

/// <summary>What a reconciliation tells. A webhook that is off comes first, since it explains the rest.</summary>
internal static class ReconcileText
{
    /// <summary>What is wrong with the webhook; null if nothing is known to be.</summary>
    public static string? OfWebhook(Reconciliation state) => state.Webhook switch
    {
        WebhookState.SwitchedOff => "ElevenLabs switched the post-call webhook off after failures: no call is delivered.",
        WebhookState.Disabled => "The post-call webhook is switched off at ElevenLabs: no call is delivered.",
        WebhookState.Missing => "No webhook at ElevenLabs leads to post-call and is used: no call is delivered.",
        _ => null,
    };

    /// <summary>What the key may not see.</summary>
    public static IEnumerable<string> Unseen(Reconciliation state)
    {
        if (state.Webhook == WebhookState.Forbidden)
            yield return "The key may not read webhooks: whether one is switched off can't be seen.";
        if (state.CanReadAgents == false)
            yield return "The key may not read agents: whether ElevenLabs keeps and shows what is said can't be seen.";
    }

    /// <summary>What reconciling can't do for this workspace.</summary>
    public static IEnumerable<string> Limits(Reconciliation state)
    {
        if (state.AgentsWithoutTranscripts.Count > 0)
            yield return Text(
                $"ElevenLabs keeps no words (zero retention) of {state.AgentsWithoutTranscripts.Count} agents: lost calls of theirs ")
                + $"can't be recovered: {string.Join(", ", state.AgentsWithoutTranscripts)}.";
        if (state.RedactedAgents.Count > 0)
            yield return Text($"ElevenLabs redacts transcripts of {state.RedactedAgents.Count} agents: what it replaced can't be learned: ")
                + $"{string.Join(", ", state.RedactedAgents)}.";
    }

    /// <summary>The sum of the 24 hours before the last run, in a sentence.</summary>
    public static string OfDay(Reconciliation state)
    {
        var day = DayOf(state);
        return Text($"Calls of 24 hours: {day.Listed} listed, {day.Received} received, {day.Recovered} recovered, {day.Lost} lost.")
            + (state.Stuck > 0 ? Text($" {state.Stuck} have been processing at ElevenLabs for more than an hour.") : "");
    }

    /// <summary>Each hour of these in which a delivery was missing, such as <c>14:00 50/46/3/1</c>.</summary>
    public static string OfHours(Reconciliation state)
    {
        var begin = DayOf(state).Hour;
        var hours = state.Hours.Where(hour => hour.Hour >= begin && hour.Recovered + hour.Lost > 0)
            .Select(hour => Text($"{hour.Hour:HH:mm} {hour.Listed}/{hour.Received}/{hour.Recovered}/{hour.Lost}")).ToList();
        return hours.Count == 0 ? "" : $"By hour (UTC, listed/received/recovered/lost): {string.Join(", ", hours)}.";
    }

    public static ReconciledHour DayOf(Reconciliation state)
        => state.Since((state.Begun ?? DateTimeOffset.UnixEpoch.Add(ReconcileConversations.Overlap)) - ReconcileConversations.Overlap);

    public static string Of(ReconcileResult result)
    {
        if (result is not { End: ReconcileEnd.Done, State: { } state })
            return "Another run has taken over: see its result." + Environment.NewLine;
        var text = new StringBuilder();
        if (OfWebhook(state) is { } off)
            text.AppendLine(off);
        text.AppendLine(Text(
            $"{result.Progress.Of(ConversationOutcome.Imported)} of {result.Progress.Listed} calls were fetched. A server learns them."));
        Add(result.Progress.Of(ConversationOutcome.Erased), "are of erased callers and were left alone");
        Add(result.Progress.Of(ConversationOutcome.Expected), "ended within the hour: their delivery may still come");
        Add(result.Progress.Of(ConversationOutcome.Unreadable), "could not be read");
        Add(result.Progress.Of(ConversationOutcome.Failed), "could not be read now: the next run tries again");
        text.AppendLine(OfDay(state));
        if (OfHours(state) is { Length: > 0 } hours)
            text.AppendLine(hours);
        foreach (var limit in Limits(state).Concat(Unseen(state)))
            text.AppendLine(limit);
        return text.ToString();

        void Add(long count, string what)
        {
            if (count > 0)
                text.AppendLine(Text($"{count,9} {what}"));
        }
    }

    public static int CodeOf(ReconcileResult result)
        => result is { End: ReconcileEnd.Done, State: { } state } && OfWebhook(state) is null && DayOf(state).Lost == 0
            ? ExitCode.Success
            : ExitCode.Failure;

    public static void Write(Utf8JsonWriter writer, ReconcileResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("end"u8, result.End == ReconcileEnd.Done ? "done" : "taken_over");
        writer.WriteString("webhook"u8, result.State?.Webhook switch
        {
            WebhookState.SwitchedOff => "switched_off",
            WebhookState.Disabled => "disabled",
            WebhookState.Missing => "missing",
            WebhookState.On => "on",
            WebhookState.Forbidden => "forbidden",
            _ => "unknown",
        });
        writer.WriteNumber("seen"u8, result.Progress.Listed);
        writer.WriteNumber("fetched"u8, result.Progress.Of(ConversationOutcome.Imported));
        writer.WriteNumber("erased"u8, result.Progress.Of(ConversationOutcome.Erased));
        writer.WriteNumber("stuck"u8, result.State?.Stuck ?? 0);
        writer.WriteStartArray("hours"u8);
        foreach (var hour in result.State?.Hours ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("hour"u8, hour.Hour.UtcDateTime);
            writer.WriteNumber("listed"u8, hour.Listed);
            writer.WriteNumber("received"u8, hour.Received);
            writer.WriteNumber("recovered"u8, hour.Recovered);
            writer.WriteNumber("lost"u8, hour.Lost);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteAll(writer, "agents_without_transcripts", result.State?.AgentsWithoutTranscripts);
        WriteAll(writer, "redacted_agents", result.State?.RedactedAgents);
        writer.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter writer, string name, IEnumerable<string>? values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values ?? [])
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
