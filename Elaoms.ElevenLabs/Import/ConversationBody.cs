using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Import;

/// <summary>
/// A conversation's detail in the form of a delivery. Its event is dated by the end of the conversation: a delivery is dated later, by the
/// end of the analysis, and so supersedes it.
/// </summary>
/// <param name="Bytes">The payload; the detail in it is as it came.</param>
/// <param name="Event">Its envelope.</param>
/// <param name="Status">The status that the detail has, which may be newer than that of the list.</param>
/// <param name="HasAudio">Whether there is a recording.</param>
public sealed record ConversationBody(byte[] Bytes, PostCallEvent Event, string? Status, bool HasAudio)
{
    private const int MaxDepth = 1000;

    /// <summary>The payload's name if it is archived now.</summary>
    public PayloadName NameAt(DateTimeOffset now) => PayloadName.Of(now, Event, SHA256.HashData(Bytes));

    /// <summary>Makes a payload of a detail.</summary>
    /// <exception cref="ElevenLabsException">The detail is not that of the conversation.</exception>
    public static ConversationBody Wrap(byte[] detail, ConversationSummary listed)
    {
        try
        {
            using var document = JsonDocument.Parse(detail, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var root = document.RootElement;
            root.TryGetProperty("metadata", out var metadata);
            var start = Number(metadata, "start_time_unix_secs") ?? listed.StartTimeUnixSecs ?? 0;
            var end = start + (Number(metadata, "call_duration_secs") ?? listed.CallDurationSecs ?? 0);
            byte[] bytes = [.. Head(PostCallEventType.Transcription, end), .. detail, (byte)'}'];
            if (root.ValueKind == JsonValueKind.Object && PostCallEventReader.Read(bytes) is { } received
                && received.ConversationId == listed.ConversationId)
                return new ConversationBody(
                    bytes,
                    received,
                    root.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String ? status.GetString() : null,
                    root.TryGetProperty("has_audio", out var audio) && audio.ValueKind == JsonValueKind.True);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw Unintelligible(fault);
        }

        throw Unintelligible(cause: null);
    }

    /// <summary>What stands before the detail in a payload.</summary>
    internal static byte[] Head(string type, double timestamp) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"type\": \"{type}\", \"event_timestamp\": {Math.Clamp(Math.Round(timestamp), 0, 1e15):0}, \"data\": "));

    private static double? Number(JsonElement of, string name)
        => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    private static ElevenLabsException Unintelligible(Exception? cause)
        => new(ElevenLabsFault.Unintelligible, "A conversation of ElevenLabs is not what its schema says.", cause);
}
