using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Elaoms.Core.Intake;

/// <summary>
/// What the queue carries: a pointer to the payload, never the payload. Written as base64 of JSON, as tools and hosts of Azure do with text in a queue; either host
/// reads what the other wrote.
/// </summary>
/// <param name="Version">The form of the message.</param>
/// <param name="Payload">The payload's name.</param>
/// <param name="TraceParent">The W3C trace context of the delivery, if there is one.</param>
/// <param name="IsReplay">Whether somebody asked for another try of a payload that has failed.</param>
public sealed record CallMessage(int Version, PayloadName Payload, string? TraceParent, bool IsReplay = false)
{
    /// <summary>The form this code writes.</summary>
    public const int CurrentVersion = 1;

    // Ids of the older kind are no trace context, and hold what a client wrote into its Request-Id header.
    private static string? CurrentTrace => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: var id } ? id : null;

    /// <summary>A message for a payload, under the trace of whatever is going on.</summary>
    public static CallMessage For(PayloadName payload, bool isReplay = false) => new(CurrentVersion, payload, CurrentTrace, isReplay);

    /// <summary>The message as the queue stores it.</summary>
    public string Encode()
    {
        using var buffer = new MemoryStream(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", Version);
            writer.WriteString("payload", Payload.Value);
            if (TraceParent is not null)
                writer.WriteString("traceparent", TraceParent);
            if (IsReplay)
                writer.WriteBoolean("replay", true);
            writer.WriteEndObject();
        }

        return Convert.ToBase64String(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Reads a stored message; null when it is none of ours. Also reads the JSON itself, as somebody may have put it there by hand.</summary>
    public static CallMessage? Decode(string text)
    {
        try
        {
            var json = Base64.IsValid(text) ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("v").GetInt32() != CurrentVersion || PayloadName.Parse(root.GetProperty("payload").GetString()) is not { } payload)
                return null;
            return new CallMessage(
                CurrentVersion,
                payload,
                root.TryGetProperty("traceparent", out var parent) ? parent.GetString() : null,
                root.TryGetProperty("replay", out var replay) && replay.GetBoolean());
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
