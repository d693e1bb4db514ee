using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Storage.Queue;

/// <summary>
/// What the queue carries: a pointer to the payload, never the payload itself. Written as base64 of JSON, as Azure's tools and hosts do
/// with text in a queue. Each host reads what the other wrote.
/// </summary>
/// <param name="Version">The form of the message.</param>
/// <param name="Payload">The payload's name.</param>
/// <param name="TraceParent">The W3C trace context of the delivery, if there is one.</param>
/// <param name="IsReplay">Whether somebody asked for another try of a payload that has failed.</param>
public sealed record CallMessage(int Version, PayloadName Payload, string? TraceParent, bool IsReplay = false) : IQueueMessage
{
    /// <summary>The form this code writes.</summary>
    public const int CurrentVersion = 1;

    // Ids of the older kind are no trace context, and hold what a client wrote into its Request-Id header.
    private static string? CurrentTrace => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: var id } ? id : null;

    /// <summary>A message for a payload, under the trace of whatever is going on.</summary>
    public static CallMessage For(PayloadName payload, bool isReplay = false) => new(CurrentVersion, payload, CurrentTrace, isReplay);

    /// <inheritdoc />
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

    /// <summary>Reads a stored message; null when it can't be read.</summary>
    public static CallMessage? Decode(string text) => TryDecode(text, out var message, out _) ? message : null;

    /// <summary>Reads a stored message. Also reads the JSON itself, as somebody may have put it there by hand.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="message">The message.</param>
    /// <param name="fault">Why there is none.</param>
    public static bool TryDecode(
        string text, [NotNullWhen(true)] out CallMessage? message, [NotNullWhen(false)] out CallMessageFault? fault)
    {
        message = null;
        using var document = TolerantJson.ParseObject(BytesOf(text));
        if (document?.RootElement is not { } root)
        {
            fault = new CallMessageFault("It is not a JSON object.");
            return false;
        }

        var payload = root.Property("payload") is { ValueKind: JsonValueKind.String } name ? PayloadName.Parse(name.GetString()) : null;
        var version = root.Property("v") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var form) ? form : 0;
        var (parent, replay) = (root.Property("traceparent"), root.Property("replay"));
        if (version > CurrentVersion)
        {
            fault = new CallMessageFault(
                $"It has version {version}, and this program reads version {CurrentVersion}.", payload, IsNewer: true);
            return false;
        }

        if (version != CurrentVersion
            || payload is null
            || parent is { ValueKind: not (JsonValueKind.String or JsonValueKind.Null) }
            || replay is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            fault = new CallMessageFault("It is not the message of a call.", payload);
            return false;
        }

        message = new CallMessage(version, payload, parent?.GetString(), replay?.GetBoolean() ?? false);
        fault = null;
        return true;
    }

    /// <summary>The JSON of a stored message, which somebody may have put there as it is.</summary>
    internal static byte[] BytesOf(string text) => Base64.IsValid(text) ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
}
