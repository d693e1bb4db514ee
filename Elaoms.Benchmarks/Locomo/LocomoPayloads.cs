using System.Globalization;
using System.Text.Json;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>The calls as ElevenLabs would send them.</summary>
internal static class LocomoPayloads
{
    private const int SecondsPerTurn = 5;

    /// <summary>A number of the conversation's own.</summary>
    public static string Caller(int conversation) => string.Create(CultureInfo.InvariantCulture, $"+1202555{conversation:0000}");

    /// <summary>The post-call payload of a call.</summary>
    public static byte[] Of(LocomoConversation conversation, LocomoCall call, string caller) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = "post_call_transcription",
        event_timestamp = call.Start.ToUnixTimeSeconds() + call.Turns.Count * SecondsPerTurn,
        data = new
        {
            agent_id = "agent_locomo",
            conversation_id = conversation.WireId(call),
            status = "done",
            transcript = call.Turns.Select(
                (turn, position) => new { role = turn.Role, message = turn.Text, time_in_call_secs = position * SecondsPerTurn }),
            metadata = new
            {
                start_time_unix_secs = call.Start.ToUnixTimeSeconds(),
                call_duration_secs = call.Turns.Count * SecondsPerTurn,
                phone_call = new { direction = "inbound", external_number = caller },
            },
        },
    });
}
